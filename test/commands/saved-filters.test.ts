import {renameSync} from 'node:fs'
import {join} from 'node:path'
import {tempFolder} from '../support/git'
import {workplace} from '../support/workplace'

const place = workplace()

/** Appends to ledger.yaml as a person does, with plain git. */
function append(text: string): void {
  const folder = join(tempFolder('ledger'), 'tree')
  place.git('worktree', 'add', '--quiet', '--detach', folder, 'exp-ledger')
  place.write('edited.yaml', `${place.git('show', 'exp-ledger:ledger.yaml')}\n${text}`)
  renameSync(join(place.cwd, 'edited.yaml'), join(folder, 'ledger.yaml'))
  place.git('-C', folder, 'commit', '--quiet', '-am', 'filters')
  place.git('update-ref', 'refs/heads/exp-ledger', place.git('-C', folder, 'rev-parse', 'HEAD'))
  place.git('worktree', 'remove', '--force', folder)
}

const names = (...words: string[]) =>
  place.json(['ls', '--sort', 'name', ...words]).runs.map(({name}: {name: string}) => name)

beforeAll(() => {
  for (const lr of [1, 2, 3]) {
    place.write(
      'run.json',
      JSON.stringify({run_name: `r${lr}`, code: {commit: 'nowhere'}, params: {lr}, metrics: {f1: lr / 4}}),
    )
    place.ok('record', 'run.json')
  }
  append(
    'filters:\n  good: metrics.f1 > 0.4\n  best: "@good && params.lr > 2"\n  broken: "params.lr >> 2"\n  number: 1 + 1\n',
  )
})

test('alone, as a part, and built on another', () => {
  expect(names('--where', '@good')).toEqual(['r2', 'r3'])
  expect(names('--where', '!@good')).toEqual(['r1'])
  expect(names('--where', '@good && params.lr < 3')).toEqual(['r2'])
  expect(names('--where', '@best')).toEqual(['r3'])
})

test('a broken one is named where it is used, with its own text, and troubles nobody else', () => {
  expect(names()).toHaveLength(3)
  const {code, message, hints} = place.refused(['ls', '--where', 'params.lr < 3 && @broken'])
  expect(code).toBe('BAD_FILTER')
  expect(message).toContain(
    'in the saved filter @broken: found ">"; expected a value\n  params.lr >> 2\n             ^',
  )
  expect(hints.join('\n')).toContain('git show exp-ledger:ledger.yaml')
  expect(place.refused(['ls', '--where', '@number']).message).toContain('in the saved filter @number: the filter gives')
  expect(place.refused(['ls', '--where', '@god']).hints).toContain('did you mean @good?')
})
