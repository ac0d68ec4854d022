import {execFileSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {hermetic} from '../support/env'
import {git, gitSucceeds, tempFolder, writeText} from '../support/git'
import {plainRecord, type Workplace, workplace} from '../support/workplace'

interface Said {
  readonly warnings: readonly string[]
  readonly hints: readonly string[]
  readonly path: string
}

/** What is said of worktrees, not of the record itself. */
function record(place: Workplace, ...flags: string[]): Said {
  const {path, warnings, hints}: Said = place.json(['record', '-', ...flags], {
    input: JSON.stringify(plainRecord('one')),
  })
  const besides = (lines: readonly string[]) => lines.filter(line => !line.startsWith('one: '))
  return {path, warnings: besides(warnings), hints: besides(hints)}
}

/** Pastes a hint into a shell. */
const paste = (hint: string) => execFileSync('sh', ['-c', hint], {env: hermetic(), stdio: 'pipe'})

test('a worktree that has the ledger checked out is named, and the hint brings it along with its edits', () => {
  const place = workplace()
  expect(record(place)).toMatchObject({warnings: [], hints: []})
  const tree = join(tempFolder(), "the ledger's")
  place.git('worktree', 'add', '--quiet', tree, 'exp-ledger')
  expect(record(place, '--dry-run').warnings).toEqual([])
  const first = record(place)
  const second = record(place)
  for (const {warnings, hints} of [first, second]) {
    expect(warnings).toEqual([
      `${tree} has exp-ledger checked out and is behind it now: a commit there would undo this record`,
    ])
    expect(hints).toEqual([
      expect.stringMatching(/^git -C '.*' read-tree -m -u [0-9a-f]{40} HEAD && git -C .* switch --detach$/),
    ])
  }
  expect(git(tree, 'status', '--porcelain')).not.toBe('')
  writeText(tree, 'gates.yaml', 'staged\n')
  git(tree, 'add', 'gates.yaml')
  writeText(tree, 'ledger.yaml', `${readFileSync(join(tree, 'ledger.yaml'), 'utf8')}# mine\n`)
  // The older base serves for both records.
  paste(second.hints[0]!)
  expect(git(tree, 'status', '--porcelain').split('\n')).toEqual(['A  gates.yaml', ' M ledger.yaml'])
  for (const {path} of [first, second]) expect(existsSync(join(tree, path, 'run.yaml'))).toBe(true)
  expect(gitSucceeds(tree, 'symbolic-ref', '-q', 'HEAD')).toBe(false)
  expect(record(place)).toMatchObject({warnings: [], hints: []})
})

test('the main worktree too, told from itself and from a linked one', () => {
  const place = workplace()
  const tree = join(tempFolder(), 'linked')
  place.git('worktree', 'add', '--quiet', '--detach', tree)
  place.git('switch', '--quiet', 'exp-ledger')
  const [own, linked] = [record(place), record(Object.assign(Object.create(place), {cwd: tree}) as Workplace)]
  for (const {warnings} of [own, linked])
    expect(warnings).toEqual([expect.stringContaining(`${place.cwd} has exp-ledger`)])
  expect(linked.hints).toEqual(own.hints)
  paste(linked.hints[0]!)
  expect(place.git('status', '--porcelain')).toBe('')
  for (const {path} of [own, linked]) expect(existsSync(join(place.cwd, path, 'run.yaml'))).toBe(true)
})

test('a worktree that is gone, or a bare repository at its own branch, is none', () => {
  const place = workplace()
  const bare = join(tempFolder(), 'bare.git')
  git(place.cwd, 'clone', '--quiet', '--bare', '.', bare)
  git(bare, 'symbolic-ref', 'HEAD', 'refs/heads/exp-ledger')
  expect(record(Object.assign(Object.create(place), {cwd: bare}) as Workplace).warnings).toEqual([])
})

test('a tag and a note leave it behind as well', () => {
  const place = workplace()
  record(place)
  const tree = join(tempFolder(), 'ledger')
  place.git('worktree', 'add', '--quiet', tree, 'exp-ledger')
  for (const [verb, ...words] of [
    ['tag', 'mine'],
    ['note', 'looks', 'good'],
  ]) {
    const {stderr} = place.exp([verb!, 'one', words.join(' ')])
    expect(stderr).toContain(
      `warning: ${tree} has exp-ledger checked out and is behind it now: a commit there would undo this ${verb}`,
    )
    paste(/^hint: (git -C .*) && git -C/m.exec(stderr)![1]!)
    expect(git(tree, 'status', '--porcelain')).toBe('')
  }
})
