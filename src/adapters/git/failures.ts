import {type ErrorCode, ExpError} from '../../base/errors'

interface Sign {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly says: (stderr: string) => {message: string; hints: string[]}
}

/** The line in which git says why. */
function plain(stderr: string): string {
  const lines = stderr.split('\n').filter(line => !line.startsWith('hint:'))
  const why = lines.find(line => /^fatal: /.test(line)) ?? lines.find(line => /^error: /.test(line)) ?? lines.at(-1)
  return (why ?? '').replace(/^(fatal|error): /, '')
}

/** What git says on stderr (in English, see program.ts) → our codes. The first that matches counts. */
const SIGNS: readonly Sign[] = [
  {
    pattern: /detected dubious ownership/,
    code: 'DUBIOUS_OWNERSHIP',
    says: stderr => {
      const folder = /safe\.directory (\S+)/.exec(stderr)?.[1] ?? /repository at '([^']+)'/.exec(stderr)?.[1] ?? '.'
      return {
        message: 'git does not trust this repository: it belongs to another user',
        hints: [`git config --global --add safe.directory ${folder}`],
      }
    },
  },
  {
    pattern: /not a git repository|must be run in a work tree/,
    code: 'NOT_A_REPOSITORY',
    says: stderr => ({message: plain(stderr), hints: ['run it inside a git repository, or make one: git init']}),
  },
  {
    // "couldn't write": what a lock file of a ref says, without the reason.
    pattern: /No space left on device|Disk quota exceeded|write error|File too large|couldn't write '/i,
    code: 'DISK_FULL',
    says: stderr => ({
      message: `git could not write: ${plain(stderr)}`,
      hints: ['free some room, then: git exp recover'],
    }),
  },
  {
    pattern: /Permission denied|Read-only file system|insufficient permission|unable to create directory/,
    code: 'READ_ONLY',
    says: stderr => ({
      message: `the repository cannot be written: ${plain(stderr)}`,
      hints: ['who may: ls -ld "$(git rev-parse --git-common-dir)"'],
    }),
  },
  {
    pattern: /[Pp]lease tell me who you are|empty ident name|unable to auto-detect|no (name|email) was given/,
    code: 'NO_IDENTITY',
    says: () => ({
      message: 'git does not know who you are: user.name or user.email is not set',
      hints: ['git config --global user.name "Your Name"', 'git config --global user.email you@example.com'],
    }),
  },
]

/** What git says where it may not take an object from the remote of a partial clone. */
const PROMISED = /could not fetch ([0-9a-f]{40,64}) from promisor remote/

export function gitFailure(args: readonly string[], code: number, stderr: string): ExpError {
  const [, oid] = PROMISED.exec(stderr) ?? []
  if (oid !== undefined) return notGiven(oid)
  const sign = SIGNS.find(({pattern}) => pattern.test(stderr))
  if (sign) {
    const {message, hints} = sign.says(stderr)
    return new ExpError(sign.code, message, {hints, data: {git: stderr}})
  }
  const verb = args.find((arg, i) => !arg.startsWith('-') && args[i - 1] !== '-c') ?? ''
  return new ExpError('GIT_FAILED', `git ${verb} failed with ${code}: ${plain(stderr) || 'no message'}`, {
    data: {args, git: stderr},
  })
}

export function missingGit(error: Error): ExpError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') {
    return new ExpError('NO_GIT', 'the git program was not found on PATH', {
      hints: ['install git 2.31 or newer, or put it on PATH'],
      cause: error,
    })
  }
  return new ExpError('GIT_FAILED', `git could not be started: ${error.message}`, {cause: error})
}

/** The line in which a transport says why, as far as there is one. */
export const lastLine = (stderr: string) =>
  (
    stderr
      .trim()
      .split('\n')
      .find(line => line.startsWith('fatal:')) ??
    stderr.trim().split('\n').at(-1) ??
    ''
  ).replace(/^fatal: /, '')

/** What a partial clone left with its remote, and could not get. */
export const notGiven = (oid: string): ExpError =>
  new ExpError(
    'REMOTE_FAILED',
    `this is a partial clone, and its remote does not give ${oid.slice(0, 12)}, which it left there`,
    {
      hints: ['see whether it answers: git fetch --dry-run', 'where it does not, another clone may have it'],
      data: {oid},
    },
  )
