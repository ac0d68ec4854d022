import {artifactsNamed, isReadable} from '../../../src/artifacts/choose'
import {artifactsOf} from '../../../src/artifacts/entries'
import {fileNameOf} from '../../../src/artifacts/file-name'
import {lookOf} from '../../../src/artifacts/look'
import {pathProblem} from '../../../src/model/paths'

const artifacts = artifactsOf({
  artifacts: [
    {path: 'errors', role: 'notes'},
    {path: 'dev/errors.csv', size: 3},
    {path: 'test/errors.csv'},
    {path: 'out/model.pt'},
    {path: 'out/cm.json', role: 'Confusion Matrix'},
  ],
})
const named = (word: string) => artifactsNamed(artifacts, word).map(({path}) => path)

test('a whole path, then the end of one, then a role', () => {
  expect(named('errors')).toEqual(['errors'])
  expect(named('errors.csv')).toEqual(['dev/errors.csv', 'test/errors.csv'])
  expect(named('dev/errors.csv')).toEqual(['dev/errors.csv'])
  expect(named('rrors.csv')).toEqual([])
  expect(named('error')).toEqual(['dev/errors.csv', 'test/errors.csv'])
  expect(named('model')).toEqual(['out/model.pt'])
  expect(named('confusion-matrix')).toEqual(['out/cm.json'])
  expect(named('constructor')).toEqual([])
  expect(named('')).toEqual([])
})

test('what people read', () => {
  expect(artifacts.filter(isReadable).map(({path}) => path)).toEqual([
    'dev/errors.csv',
    'test/errors.csv',
    'out/cm.json',
  ])
  expect(isReadable({path: 'cm.npy', role: 'confusion_matrix'})).toBe(true)
  expect(isReadable({path: 'a.txt', absent: true})).toBe(false)
})

test('what a record says is taken where it is of the kind it should be', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const said = [
    'a.pt',
    3,
    null,
    {role: 'x'},
    {path: ''},
    {path: 'b', role: 1, digest: 'sha256:../x', size: -1, media_type: []},
  ]
  expect(
    artifactsOf({artifacts: [...said, {path: 'c', digest, size: 2 ** 60, uri: 's3://b/c', absent: true}]}),
  ).toEqual([{path: 'a.pt', role: 'weights'}, {path: 'b'}, {path: 'c', digest, uri: 's3://b/c', absent: true}])
  expect(
    artifactsOf({
      artifacts: [
        {path: 'a', size: 1},
        {path: 'a', size: 2},
      ],
    }),
  ).toEqual([{path: 'a', size: 2}])
  expect(artifactsOf({artifacts: [{path: 'C:\\x'}, {path: 'gs://b/x'}]})).toEqual([
    {path: 'C:\\x'},
    {path: 'gs://b/x', uri: 'gs://b/x'},
  ])
  expect([artifactsOf({}), artifactsOf({artifacts: 'x'})]).toEqual([[], []])
})

test.each([
  ['a.CSV', undefined, 'text'],
  ['a.png', 'text/plain', 'picture'],
  ['a.svg', 'text/plain', 'page'],
  ['a.html', undefined, 'page'],
  ['a.pdf', undefined, 'page'],
  ['a', 'text/html; charset=utf-8', 'page'],
  ['a', 'image/webp', 'picture'],
  ['a', 'application/ld+json', 'text'],
  ['a', 'text/x-log', 'text'],
  ['a.pt', undefined, undefined],
  ['a', undefined, undefined],
])('%s of %s is a %s', (path, media_type, look) => {
  expect(lookOf({path, ...(media_type && {media_type})})).toBe(look)
})

test.each([
  ['out/errors.jsonl', 'errors.jsonl'],
  ['../../.ssh/authorized_keys', 'authorized_keys'],
  ['.bashrc', 'bashrc'],
  ['..', 'artifact'],
  ['-rf', 'rf'],
  ['a\\b\\evil.exe', 'evil.exe'],
  ['x/con.txt', 'artifact_con.txt'],
  ['a b; rm -rf ~.txt', 'a b_ rm -rf _.txt'],
  ['\u001b[2J.png', '__2J.png'],
  ['日本語.csv', '日本語.csv'],
  ['', 'artifact'],
  ['dots...', 'dots'],
])('%j becomes the file %s', (path, name) => expect(fileNameOf(path)).toBe(name))

test('a long name keeps its ending, and fits', () => {
  for (const letter of ['x', '語', '🙂']) {
    const name = fileNameOf(`${letter.repeat(400)}.jsonl`)
    expect([name.endsWith('.jsonl'), pathProblem(name), Buffer.byteLength(name) <= 240]).toEqual([
      true,
      undefined,
      true,
    ])
  }
})
