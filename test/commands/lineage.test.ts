import {sha256} from '../../src/base/digest'
import type {JsonObject} from '../../src/base/json'
import {plainRecord, workplace} from '../support/workplace'

const place = workplace()
const digest = (text: string) => `sha256:${sha256(Buffer.from(text))}`
const ids: Record<string, string> = {}

/** Records a run made that many days after the first, and answers its id. */
function record(name: string, day: number, more: JsonObject = {}): string {
  const created = new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
  place.write('run.json', plainRecord(name, {created, ...more}))
  const {id} = place.json(['record', 'run.json'])
  ids[name] = id
  return id
}

const lineage = (...words: string[]) => place.json(['lineage', ...words])
const edges = ({edges, runs}: ReturnType<typeof lineage>) => {
  const name = (id: string) => runs.find((run: {id: string}) => run.id === id).name
  return edges.map(
    ({from, to, ties}: {from: string; to: string; ties: string[]}) => `${name(from)} ${ties} ${name(to)}`,
  )
}

beforeAll(() => {
  place.write('vocab.txt', 'a b c\n')
  record('tokenize', 0, {artifacts: [{path: 'vocab.txt', role: 'tokenizer'}]})
  record('base', 1, {inputs: [{role: 'tokenizer', path: 'vocab.txt', digest: digest('a b c\n')}]})
  record('tuned', 2, {parent: ids['base']!})
  record('again', 3, {parent: ids['tuned']!, reproduces: ids['tuned']!})
  record('other', 4, {parent: 'base'})
})

test('up and down, by id, by name and by bytes', () => {
  expect(edges(lineage('tuned'))).toEqual(['tuned parent base', 'base input tokenize', 'again parent,reproduces tuned'])
  expect(edges(lineage('tokenize', '--down', '--depth', '2'))).toEqual([
    'base input tokenize',
    'tuned parent base',
    'other parent base',
  ])
  expect(lineage('tokenize', '--down', '--depth', '2').more).toEqual([{run: ids['tuned'], direction: 'down', count: 1}])
})

test('the tree', () => {
  const {stdout, stderr} = place.exp(['lineage', 'tuned', '--no-ascii'])
  const plain = stdout.replaceAll(/[0-9a-z]{12}/g, 'ID').replaceAll(/ {2}2026-\S+/g, '')
  expect(plain).toBe(
    [
      'tuned  ID  finished  0.84',
      'came from',
      '└─ parent:  base  ID  finished  0.84',
      '   └─ read vocab.txt (tokenizer):  tokenize  ID  finished  0.84',
      'led to',
      '└─ parent, reproduces:  again  ID  finished  0.84',
      '',
    ]
      .join('\n')
      .replace('└─ parent, reproduces', '└─ child, reproduced by'),
  )
  expect(stderr).toBe('')
  expect(place.ok('lineage', 'tokenize', '--ascii')).toMatch(
    /^tokenize .*\ncame from no run that is known\nled to\n`- read by vocab\.txt \(tokenizer\): {2}base .*\n {3}\|- child: {2}tuned /,
  )
  expect(place.exp(['lineage', 'tokenize', '--depth', '1']).stderr).toBe(
    'hint: 2 runs left out; --depth 0 --limit 0 shows all\n',
  )
})

test('for drawing', () => {
  expect(place.ok('lineage', 'tuned', '--up', '-f', 'dot')).toBe(
    `digraph lineage {
  rankdir=LR
  node [shape=box]
  "${ids['tuned']}" [label="tuned\\n${ids['tuned']} finished", penwidth=2]
  "${ids['base']}" [label="base\\n${ids['base']} finished"]
  "${ids['tokenize']}" [label="tokenize\\n${ids['tokenize']} finished"]
  "${ids['base']}" -> "${ids['tuned']}" [label="parent"]
  "${ids['tokenize']}" -> "${ids['base']}" [label="read vocab.txt (tokenizer)"]
}
`,
  )
  expect(place.ok('lineage', 'tuned', '--down', '-f', 'mermaid')).toBe(
    `flowchart LR
  n0["tuned<br/>${ids['tuned']} finished"]
  n1["again<br/>${ids['again']} finished"]
  n0 -->|"child#44; reproduced by"| n1
  style n0 stroke-width:3px
`,
  )
  expect(JSON.parse(place.ok('lineage', 'tuned', '-f', 'json'))).toEqual(lineage('tuned'))
})

test('what is named and not there is told; a circle ends', () => {
  const own = workplace()
  const put = (name: string, more: JsonObject) => {
    own.write('run.json', plainRecord(name, more))
    return own.json(['record', 'run.json']) as {id: string; path: string}
  }
  const {path} = put('first', {parent: 'second'})
  // The schema would refuse it; whoever pushes with plain git is not asked.
  own.putOnLedger(`${path}/run.yaml`, `${own.ledgerFile(`${path}/run.yaml`)}\nreproduces: "ha\\"]\\e[2J"\n`)
  put('second', {parent: 'first'})
  put('twin', {})
  put('twin', {parent: 'second'})
  put('both', {parent: 'twin'})
  const tree = own.ok('lineage', 'first', '--up', '--no-ascii')
  expect(tree).toContain('│  └─ parent:  first  (circle)\n')
  expect(tree).toContain('└─ reproduces:  ha"]\\u{1b}[2J  (not in this ledger)\n')
  expect(own.ok('lineage', 'both', '--up', '--no-ascii')).toContain('└─ parent:  twin  (2 runs are called so)\n')
  expect(own.json(['lineage', 'both']).unknown).toMatchObject([{tie: 'parent', said: 'twin', candidates: 2}])
})

test('a hostile name makes no line, no quote and no node of its own', () => {
  const own = workplace()
  own.write('run.json', plainRecord('plain'))
  const {id, path} = own.json(['record', 'run.json'])
  const name = String.raw`name: "x\"]; y -> z [label=\"\u202e<script>|end"`
  own.putOnLedger(
    `${path}/run.yaml`,
    own.ledgerFile(`${path}/run.yaml`).replace(/^name: .*$/m, () => name),
  )
  const dot = own.ok('lineage', id, '-f', 'dot')
  expect(dot).toContain(String.raw`[label="x\"]; y -> z [label=\"\\u{202e}<script>|end\n`)
  expect(dot.split('\n')).toHaveLength(6)
  const mermaid = own.ok('lineage', id, '-f', 'mermaid')
  expect(mermaid).toMatch(
    /^flowchart LR\n {2}n0\["x#34;#93;#59; y -#62; z #91;label#61;#34;[^"\n<>|\]]*<br\/>\w{12} finished"\]\n/,
  )
})

test('superseded and corrected, as events say', () => {
  const {path} = place.json(['ls', '--where', 'name == "base"']).runs[0]
  const event = (kind: string, more: string) =>
    `format: 1\nkind: ${kind}\nat: 2026-02-01T00:00:00.000Z\nby: Ada Example <ada@example.com>\n${more}`
  place.putOnLedger(
    `${path}/events/20260201T000000000Z-0a1b2c3d-supersede.yaml`,
    event('supersede', `run: ${ids['tuned']}\n`),
  )
  place.putOnLedger(
    `${path}/events/20260201T000000000Z-0a1b2c3e-correct.yaml`,
    event('correct', 'field: notes\nnew: x\n'),
  )
  expect(edges(lineage('tuned', '--up'))).toContain('tuned parent,supersedes base')
  expect(place.ok('lineage', 'base', '--up')).toMatch(/^base .* superseded by \w{12}, corrected\n/)
})

test('no such run, and no run at all', () => {
  expect(place.refused(['lineage', 'tunned'])).toMatchObject({
    code: 'RUN_NOT_FOUND',
    hints: ['did you mean tuned?', 'git exp ls'],
  })
  expect(place.refused(['lineage'])).toMatchObject({code: 'USAGE'})
  expect(workplace({ledger: false}).refused(['lineage', 'x'])).toMatchObject({code: 'NO_LEDGER'})
})
