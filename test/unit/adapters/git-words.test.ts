import {withoutCredentials} from '../../../src/adapters/git/cli-repository'
import {gitFailure} from '../../../src/adapters/git/failures'
import {signature} from '../../../src/adapters/git/fast-import'

test.each([
  ['https://user:token@host.example/x.git', 'https://host.example/x.git'],
  ['https://token@host.example/x.git', 'https://host.example/x.git'],
  ['ssh://git@host.example/x.git', 'ssh://git@host.example/x.git'],
  ['ssh://git:secret@host.example/x.git', 'ssh://host.example/x.git'],
  ['git@host.example:x.git', 'git@host.example:x.git'],
  ['../other', '../other'],
])('%s is recorded as %s', (url, kept) => {
  expect(withoutCredentials(url)).toBe(kept)
})

test.each([
  [
    "fatal: detected dubious ownership in repository at '/r'\nTo add an exception …\n\n\tgit config --global --add safe.directory /r",
    'DUBIOUS_OWNERSHIP',
  ],
  ['fatal: not a git repository (or any of the parent directories): .git', 'NOT_A_REPOSITORY'],
  ['error: unable to create temporary file: No space left on device', 'DISK_FULL'],
  ["fatal: cannot update ref 'refs/heads/x': couldn't write '/r/.git/refs/heads/x.lock'", 'DISK_FULL'],
  ['error: insufficient permission for adding an object', 'READ_ONLY'],
  ['fatal: empty ident name (for <>) not allowed', 'NO_IDENTITY'],
  ['fatal: something else', 'GIT_FAILED'],
])('git saying %j is %s', (stderr, code) => {
  expect(gitFailure(['-c', 'a.b=c', 'cat-file'], 128, stderr).code).toBe(code)
})

test('a signature cannot leave its line', () => {
  expect(signature({name: 'A <b>\nc', email: 'x>\ny', time: 1.5, zone: '+0000'})).toBe('A bc <xy> 1 +0000')
})
