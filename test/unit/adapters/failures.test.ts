import {fileFailure} from '../../../src/adapters/node/failures'

test.each([
  ['ENOENT', 'FILE_NOT_FOUND', []],
  ['EACCES', 'UNREADABLE_FILE', ["who may: ls -ld '/a b/c'"]],
  ['EISDIR', 'UNREADABLE_FILE', ["name a file in it: ls '/a b/c'"]],
  ['EROFS', 'READ_ONLY', ['let changes wait where there is room to write: export XDG_STATE_HOME=<folder>']],
  ['ENOSPC', 'DISK_FULL', ['free some room, then run the command again']],
])('%s is %s, with what to do next', (errno, code, hints) => {
  expect(fileFailure(Object.assign(new Error(errno), {code: errno}), '/a b/c')).toMatchObject({code, hints})
})

test('what is no failure of a file stays what it is', () => {
  const error = new Error('ours')
  expect(fileFailure(error, 'x')).toBe(error)
})
