import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'

/** Foreign file-system errors → ours; `what` names the file or folder in the message. */
export function fileFailure(error: unknown, what: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new ExpError('FILE_NOT_FOUND', `there is no file "${what}"`, {cause: error, data: {path: what}})
    case 'EACCES':
    case 'EPERM':
      return new ExpError('UNREADABLE_FILE', `no permission for "${what}"`, {
        hints: [`who may: ls -ld ${shellWord(what)}`],
        cause: error,
        data: {path: what},
      })
    case 'EISDIR':
      return new ExpError('UNREADABLE_FILE', `"${what}" is a directory, not a file`, {
        hints: [`name a file in it: ls ${shellWord(what)}`],
        cause: error,
        data: {path: what},
      })
    case 'EROFS':
      return new ExpError('READ_ONLY', `"${what}" lies on a read-only file system`, {
        hints: ['let changes wait where there is room to write: export XDG_STATE_HOME=<folder>'],
        cause: error,
        data: {path: what},
      })
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new ExpError('DISK_FULL', `no room left to write "${what}"`, {
        hints: ['free some room, then run the command again'],
        cause: error,
        data: {path: what},
      })
    default:
      return error
  }
}
