import {groupsOf} from '../../../../src/compare/curves/groups'
import {prepareSet} from '../../../../src/compare/set/compare-set'
import type {Entrant} from '../../../../src/compare/set/rival'

let count = 0
function run(tokenizer: string, seed: number, more: Record<string, string | number> = {}, fields = {}): Entrant {
  count++
  const params = {tokenizer, output_dir: `out/${count}`, ...more}
  return {id: `${count}`.padStart(12, 'x'), name: `${tokenizer}-${seed}`, record: {params, seed, ...fields}}
}

const RUNS = [run('bpe', 1), run('char', 1), run('bpe', 2), run('char', 2), run('bpe', 2, {lr: 2})]
const OPTIONS = {directions: {}, volatile: ['lr']}
const said = (groups: readonly {readonly label: string; readonly runs: readonly Entrant[]}[]) =>
  groups.map(({label, runs}) => [label, ...runs.map(({id}) => id)])

test.each([[{}], [{groupBy: 'params.tokenizer'}], [{groupBy: 'id'}], [{groupBy: 'params.lr'}]])(
  'groups are the rivals of a comparison by %j, with the same names',
  how => {
    const {groups} = groupsOf(RUNS, {...OPTIONS, ...how})
    expect(said(groups)).toEqual(said(prepareSet(RUNS, {...OPTIONS, ...how}).rivals))
  },
)

test('one configuration is one line, while a comparison looks at its seeds one by one', () => {
  const runs = [run('bpe', 1), run('bpe', 2)]
  expect(said(groupsOf(runs, OPTIONS).groups)).toEqual([['bpe-1', ...runs.map(({id}) => id)]])
})

test('what a field puts together may differ in more than seed, and that is known', () => {
  const {groups} = groupsOf(RUNS, {volatile: [], groupBy: 'params.tokenizer'})
  expect(groups.map(({label, mixed}) => [label, mixed])).toEqual([
    ['tokenizer=bpe', true],
    ['tokenizer=char', false],
  ])
})

test('reproductions are left out, unless there is nothing else', () => {
  const again = run('bpe', 1, {}, {reproduces: RUNS[0]!.id})
  expect(groupsOf([...RUNS, again], OPTIONS).reproductions).toEqual([again])
  const alone = groupsOf([again], OPTIONS)
  expect([alone.reproductions, said(alone.groups)]).toEqual([[], [['bpe-1', again.id]]])
})
