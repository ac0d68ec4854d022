import {digestInName, dvcPin, hubPlace, lfsPointer} from '../../../src/capture/data-pins'

const commit = '0123456789abcdef0123456789abcdef01234567'
const hex = 'ab12'.padEnd(64, '0')

test('a path in the cache of the hub names its repository and commit', () => {
  expect(hubPlace(`/c/hub/models--org--bert-base/snapshots/${commit}/onnx/model.onnx`)).toEqual({
    revision: `org/bert-base@${commit}`,
    uri: `hf://org/bert-base@${commit}/onnx/model.onnx`,
  })
  expect(hubPlace(`/c/hub/datasets--imdb/snapshots/${commit}`)?.uri).toBe(`hf://datasets/imdb@${commit}`)
  expect(hubPlace(`/c/hub/models--org--bert/blobs/${hex}`)).toBeUndefined()
  expect(hubPlace('/c/hub/models--org--bert/snapshots/main/x')).toBeUndefined()
})

test('stores that name files by their bytes are believed, look-alikes are not', () => {
  expect(digestInName(`/h/models--a--b/blobs/${hex}`)).toBe(`sha256:${hex}`)
  expect(digestInName(`/r/.git/lfs/objects/ab/12/${hex}`)).toBe(`sha256:${hex}`)
  expect(digestInName(`/r/.git/exp/objects/ab/12/${hex}`)).toBe(`sha256:${hex}`)
  for (const path of [
    `/r/.git/lfs/objects/ab/13/${hex}`,
    `/r/blobs/${hex}`,
    `/h/models--a--b/blobs/${commit}`,
    `/h/models--a--b/blobs/${hex}.incomplete`,
  ])
    expect(digestInName(path)).toBeUndefined()
})

test('a pointer of Git LFS', () => {
  const text = `version https://git-lfs.github.com/spec/v1\noid sha256:${hex}\nsize 12345\n`
  expect(lfsPointer(Buffer.from(text))).toEqual({digest: `sha256:${hex}`, size: 12345})
  expect(lfsPointer(Buffer.from(text.replace('size', 'sise')))).toBeUndefined()
  expect(lfsPointer(Buffer.from('id,text\n1,a\n'))).toBeUndefined()
})

const md5 = '5d41402abc4b2a76b9719d911017c592'

test('a .dvc file', () => {
  const text = `outs:\n- md5: ${md5}\n  size: 14\n  hash: md5\n  path: data.xml\n`
  expect(dvcPin(text, 'data.xml')).toEqual({md5, size: 14})
  expect(dvcPin(text, 'other.xml')).toBeUndefined()
  expect(dvcPin(`outs:\n- md5: ${md5}.dir\n  nfiles: 3\n  path: "my data"\n`, 'my data')).toEqual({md5: `${md5}.dir`})
})

test('a dvc.lock, where a path may stand twice and must not disagree', () => {
  const item = (sum: string) => `    - path: data/train.csv\n      hash: md5\n      md5: ${sum}\n      size: 7\n`
  const lock = `schema: '2.0'\nstages:\n  a:\n    cmd: x\n    outs:\n${item(md5)}  b:\n    deps:\n`
  expect(dvcPin(lock + item(md5), 'data/train.csv')).toEqual({md5, size: 7})
  expect(dvcPin(lock + item('0'.repeat(32)), 'data/train.csv')).toBeUndefined()
})
