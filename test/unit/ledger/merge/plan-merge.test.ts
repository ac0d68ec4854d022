import {blobOid} from '../../../../src/base/digest'
import {contested, type MergePlan, planMerge, type Side} from '../../../../src/ledger/merge/plan-merge'
import type {Oid} from '../../../../src/model/ids'
import type {TreeChange} from '../../../../src/ports/git-objects'
import fc from '../../../support/fast-check'

type Tree = ReadonlyMap<string, string>
const oidOf = (text: string) => blobOid(Buffer.from(text), 'sha1') as Oid

function changes(before: Tree, after: Tree): TreeChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths
    .filter(path => before.get(path) !== after.get(path))
    .map(path => ({
      path,
      ...(before.has(path) && {before: oidOf(before.get(path)!)}),
      ...(after.has(path) && {after: oidOf(after.get(path)!)}),
    }))
}

function plan(base: Tree, ours: Tree, theirs: Tree, take?: Side): MergePlan {
  const texts = new Map([base, ours, theirs].flatMap(tree => [...tree.values()].map(text => [oidOf(text), text])))
  const sides = {ours: changes(base, ours), theirs: changes(base, theirs)}
  return planMerge(sides, {text: oid => texts.get(oid)!, ...(take && {take})})
}

/** Our tree with what the plan says. */
function merged(base: Tree, ours: Tree, theirs: Tree): Tree {
  const made = plan(base, ours, theirs)
  expect(made.conflicts).toEqual([])
  const texts = new Map([...theirs.values()].map(text => [oidOf(text), text]))
  const files = new Map(ours)
  for (const path of made.removes) files.delete(path)
  for (const put of made.puts)
    files.set(put.path, 'oid' in put ? texts.get(put.oid)! : Buffer.from(put.bytes).toString())
  return new Map([...files].sort())
}

const folder = (id: string) => `runs/2026-11/29/12/try-${id.padStart(12, '0')}`
const record = (status: string, more = '') => `format: 1\nstatus: ${status}\n${more}`
const BASE: Tree = new Map([
  ['ledger.yaml', 'format: 1\nprimary_metric: dev.f1\ndirections:\n  loss: lower\n'],
  [`${folder('1')}/run.yaml`, record('running')],
  [`${folder('1')}/series.csv`, 'metric\n'],
  [`${folder('2')}/run.yaml`, record('finished')],
])
const with_ = (changed: Readonly<Record<string, string | undefined>>, tree = BASE): Tree => {
  const files = new Map(tree)
  for (const [path, text] of Object.entries(changed)) text === undefined ? files.delete(path) : files.set(path, text)
  return files
}

test('runs and events of both; what only one side has is counted', () => {
  const ours = with_({[`${folder('3')}/run.yaml`]: record('finished', 'a'), [`${folder('2')}/events/e1.yaml`]: 'tag'})
  const theirs = with_({[`${folder('4')}/run.yaml`]: record('finished'), [`${folder('5')}/run.yaml`]: record('failed')})
  expect(plan(BASE, ours, theirs)).toMatchObject({
    runs: {ours: 1, theirs: 2},
    adopts: false,
    removes: [],
    conflicts: [],
  })
  expect([...merged(BASE, ours, theirs).keys()].filter(path => !BASE.has(path))).toEqual([
    `${folder('2')}/events/e1.yaml`,
    ...['3', '4', '5'].map(id => `${folder(id)}/run.yaml`),
  ])
})

test('the later record of a run wins, and its curves with it', () => {
  const going = with_({
    [`${folder('1')}/run.yaml`]: record('running', 'more: 1\n'),
    [`${folder('1')}/series.csv`]: 'metric\n1\n',
  })
  const done = with_({[`${folder('1')}/run.yaml`]: record('finished'), [`${folder('1')}/series.csv`]: 'metric\n1\n2\n'})
  for (const both of [merged(BASE, going, done), merged(BASE, done, going)])
    expect(both).toEqual(new Map([...done].sort()))
})

test('two ends of one run, and a template that both changed, are conflicts unless one side is taken', () => {
  const [ours, theirs] = ['finished', 'failed'].map(status =>
    with_({[`${folder('1')}/run.yaml`]: record(status), 'templates/ner.schema.json': status}),
  ) as [Tree, Tree]
  expect(plan(BASE, ours, theirs).conflicts).toEqual([
    {path: `${folder('1')}/run.yaml`, what: 'both say how it ended, and differ'},
    {path: 'templates/ner.schema.json', what: 'both changed it'},
  ])
  expect(plan(BASE, ours, theirs, 'ours')).toMatchObject({conflicts: [], puts: []})
  expect(plan(BASE, ours, theirs, 'theirs').puts.map(({path}) => path)).toEqual([
    `${folder('1')}/run.yaml`,
    'templates/ner.schema.json',
  ])
})

test('settings that both changed are named', () => {
  const [ours, theirs] = ['a', 'b'].map(metric =>
    with_({'ledger.yaml': BASE.get('ledger.yaml')!.replace('dev.f1', metric)}),
  ) as [Tree, Tree]
  expect(plan(BASE, ours, theirs).conflicts).toEqual([{path: 'ledger.yaml', what: 'both changed primary_metric'}])
})

test('a tree that holds all of ours is adopted: a squashed review', () => {
  const ours = with_({[`${folder('3')}/run.yaml`]: record('finished')})
  const theirs = with_({[`${folder('4')}/run.yaml`]: record('finished')}, ours)
  expect(plan(BASE, ours, theirs).adopts).toBe(true)
  expect(plan(new Map(), ours, theirs).adopts).toBe(true)
  expect(plan(BASE, theirs, ours).adopts).toBe(false)
})

test('what one side removed is gone, unless the other still worked on it', () => {
  const gone = with_({[`${folder('2')}/run.yaml`]: undefined})
  expect(plan(BASE, BASE, gone).removes).toEqual([`${folder('2')}/run.yaml`])
  const worked = with_({[`${folder('2')}/run.yaml`]: record('finished', 'x')})
  for (const both of [merged(BASE, gone, worked), merged(BASE, worked, gone)])
    expect(both).toEqual(new Map([...worked].sort()))
  expect(contested({ours: changes(BASE, gone), theirs: changes(BASE, worked)})).toHaveLength(1)
})

describe('random histories', () => {
  /** What a replica may do; of those that meet in one file, all but two ends of one run. */
  const change = (replica: number) =>
    fc.oneof(
      fc.nat(999).map(n => ({[`${folder(`${replica}${n}`)}/run.yaml`]: record('finished', `n: ${n}\n`)})),
      fc.nat(999).map(n => ({[`${folder('2')}/events/${replica}-${n}.yaml`]: `${n}`})),
      fc
        .string({maxLength: 5})
        .map(more => ({[`${folder('1')}/run.yaml`]: record('running', `x: ${JSON.stringify(more)}\n`)})),
      fc.constant({[`${folder('1')}/run.yaml`]: record('finished', 'end\n')}),
      fc.nat(3).map(n => ({'ledger.yaml': `${BASE.get('ledger.yaml')}key_${replica}: ${n}\n`})),
      fc.constant({[`${folder('2')}/run.yaml`]: undefined}),
    )
  const history = (replica: number) =>
    fc.array(change(replica), {maxLength: 6}).map(all => all.reduce((tree, each) => with_(each, tree), BASE))
  const three = fc.tuple(history(1), history(2), history(3))

  test('who merges whom does not matter, nor in which order, nor how often', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        const ab = merged(BASE, a, b)
        expect(merged(BASE, b, a)).toEqual(ab)
        expect(merged(BASE, ab, c)).toEqual(merged(BASE, a, merged(BASE, b, c)))
        expect(merged(b, ab, b)).toEqual(ab)
        expect(merged(BASE, ab, b)).toEqual(ab)
        expect(merged(a, a, ab)).toEqual(ab)
      }),
    )
  })

  test('nothing that one side made is lost', () => {
    fc.assert(
      fc.property(three, ([a, b]) => {
        const both = merged(BASE, a, b)
        const made = [a, b].flatMap(tree => [...tree.keys()].filter(path => !BASE.has(path)))
        expect(made.filter(path => !both.has(path))).toEqual([])
      }),
    )
  })
})
