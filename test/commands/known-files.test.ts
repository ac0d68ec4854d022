import {renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {tempFolder} from '../support/git'
import {workplace} from '../support/workplace'

// What a recorder remembers of ledger.yaml and the templates must never outlive a change of them, whoever makes it.

const place = workplace()
const templateOf = () => place.json(['record', 'run.json']).template

/** Changes ledger.yaml as a person does, with plain git. */
function edit(from: string, to: string): void {
  const folder = join(tempFolder('ledger'), 'tree')
  place.git('worktree', 'add', '--quiet', folder, 'exp-ledger')
  const text = place.git('show', 'exp-ledger:ledger.yaml')
  place.git('-C', folder, 'checkout', '--quiet', '--detach')
  place.write('edited.yaml', `${text.replace(from, to)}\n`)
  renameSync(join(place.cwd, 'edited.yaml'), join(folder, 'ledger.yaml'))
  place.git('-C', folder, 'commit', '--quiet', '-am', 'another template')
  const tip = place.git('-C', folder, 'rev-parse', 'HEAD')
  place.git('worktree', 'remove', '--force', folder)
  place.git('update-ref', 'refs/heads/exp-ledger', tip)
}

beforeAll(() => {
  place.write('run.json', '{"run_name": "a", "task": "ner", "code": {"commit": "nowhere"}, "params": {"lr": 0.1}}')
})

test('a template that was made the default with plain git is the default of the next record', () => {
  expect([templateOf(), templateOf()]).toEqual(['generic', 'generic'])
  const before = place.git('rev-parse', 'exp-ledger')
  edit('template: generic', 'template: mine')
  expect(place.refused(['record', 'run.json'])).toMatchObject({code: 'TEMPLATE_NOT_FOUND'})
  place.git('update-ref', 'refs/heads/exp-ledger', before)
  expect([templateOf(), templateOf()]).toEqual(['generic', 'generic'])
})

test('packed refs, and a memory that is broken or gone', () => {
  place.git('pack-refs', '--all')
  expect(templateOf()).toBe('generic')
  place.write('.git/exp/cache/ledger-files', '{"tip": "nonsense')
  expect(templateOf()).toBe('generic')
  rmSync(place.inGit('exp/cache'), {recursive: true})
  expect([templateOf(), templateOf()]).toEqual(['generic', 'generic'])
})

test('the ledger gone: no memory of it answers', () => {
  place.git('update-ref', '-d', 'refs/heads/exp-ledger')
  expect(place.refused(['record', 'run.json'])).toMatchObject({code: 'NO_LEDGER'})
})
