import {isUri, uriRevision} from '../../../src/capture/data-uris'

test('what is an address and what a path', () => {
  expect(['hf://a/b', 's3://b/k', 'https://x/y'].every(isUri)).toBe(true)
  expect(['data/x.csv', 'C:\\data', '/abs', 'file:///abs', 'a:b'].some(isUri)).toBe(false)
})

test.each([
  ['hf://org/name@abc123/file', 'abc123'],
  ['hf://org/name@refs%2Fpr%2F1/file', 'refs/pr/1'],
  ['s3://b/k?versionId=XyZ', 'XyZ'],
  ['gs://b/k?generation=17', '17'],
  ['lakefs://repo/main/x', 'main'],
  ['s3://b/k', undefined],
])('the revision in %s', (uri, revision) => {
  expect(uriRevision(uri)).toBe(revision)
})
