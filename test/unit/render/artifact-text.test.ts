import {renderArtifacts} from '../../../src/render/artifact-list'
import {renderArtifactText, terminalText} from '../../../src/render/artifact-text'

const plain = {color: false, width: 80}
const matrix = {
  header: ['', 'neg', 'positive'],
  rows: [
    ['neg', '50', '3'],
    ['positive', '1', '9'],
  ],
  square: true,
} // prettier-ignore

test('a matrix: numbers to the right, names in the margin, the diagonal bold', () => {
  expect(`\n${renderArtifactText('', matrix, plain)}`).toBe(`
          neg  positive
neg        50         3
positive    1         9
`)
  expect(renderArtifactText('', matrix, {color: true, width: 80})).toContain('\u001b[1m50\u001b[22m         3')
  const bare = {
    rows: [
      ['50', '3'],
      ['1', '9'],
    ],
    square: true,
  } // prettier-ignore
  expect(renderArtifactText('', bare, plain)).toBe('50  3\n 1  9\n')
})

test('where there is no room, the text; marks take none', () => {
  expect(renderArtifactText('raw', matrix, {color: true, width: 23})).not.toBe('raw\n')
  expect(renderArtifactText('raw', matrix, {color: true, width: 22})).toBe('raw\n')
  expect(renderArtifactText('raw', undefined, plain)).toBe('raw\n')
})

test('text: lines stay lines, tabs stay tabs, nothing else is obeyed', () => {
  expect(terminalText('\ufeffa\tb\r\nc\rd\n')).toBe('a\tb\nc\nd\n')
  expect(terminalText('\u001b[31m\u0007\u202e\u009b\0')).toBe('\\u{1b}[31m\\u{7}\\u{202e}\\u{9b}\\u{0}\n')
  expect(terminalText('')).toBe('')
  const cells = {header: ['\u001b[1m', 'b'], rows: [['x\ny', '\u0007']], square: false}
  expect(renderArtifactText('', cells, plain)).toBe('\\u{1b}[1m  b\nx y        \\u{7}\n')
})

test('a list of artifacts', () => {
  const digest = `sha256:${'ab'.repeat(32)}`
  const rows = [
    {path: 'a\u001b.pt', role: 'weights', digest, size: 2048, bytes: 'store'},
    {path: 'b', bytes: 'outside', uri: 's3://b/\u0007'},
    {path: 'c', bytes: 'absent'},
  ]
  expect(`\n${renderArtifacts(rows, plain)}`).toBe(`
path          size  role     digest               bytes
a\\u{1b}.pt  2.0 KB  weights  sha256:abababababab  in the store
b                                                 s3://b/\\u{7}
c                                                 nobody has them
`)
})
