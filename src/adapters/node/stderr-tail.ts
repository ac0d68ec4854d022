import {spawn, spawnSync} from 'node:child_process'
import {closeSync, constants, mkdirSync, openSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'

/** Where a command's stderr goes so that its last lines can be kept. */
export interface Tail {
  readonly fd: number
  /** The command has its own copy of `fd` now. */
  given(): void
  /** The last lines, once everybody who writes has ended; '' where nothing was said. */
  text(): Promise<string | undefined>
}

const KEPT_BYTES = 16_384
/** Grandchildren may hold stderr open for ever. */
const PATIENCE_MS = 500

/**
 * A pipe with a name whose reader copies to our stderr and keeps the end, in processes of their own session: a wrapper that is
 * killed takes neither the command nor its stderr along, and Ctrl-C does not cut the last traceback off. undefined on a
 * terminal, which the command must have for itself, and where the system has no such pipes.
 */
export function stderrTail(folder: string): Tail | undefined {
  if (process.stderr.isTTY || process.platform === 'win32') return undefined
  try {
    return open(folder)
  } catch {
    return undefined
  }
}

// tee's stdout is our stderr as it was opened, its file the pipe to tail: to open a stderr anew by name would cut a log file off.
const COPY = 'exec 4>&1; tee /dev/fd/3 3>&1 >&4 4>&- | tail -c "$2" >"$1.new" 2>/dev/null 4>&-; mv -f "$1.new" "$1"'

function open(folder: string): Tail | undefined {
  mkdirSync(folder, {recursive: true})
  const pipe = join(folder, `stderr.${process.pid}.pipe`)
  const file = join(folder, 'stderr')
  rmSync(file, {force: true})
  if (spawnSync('mkfifo', ['-m', '600', pipe], {stdio: 'ignore'}).status !== 0) return undefined
  // Opened for both first: to open one end alone would wait for the other.
  const both = openSync(pipe, constants.O_RDWR)
  const reader = openSync(pipe, constants.O_RDONLY)
  const fd = openSync(pipe, constants.O_WRONLY)
  rmSync(pipe, {force: true})
  const copy = spawn('sh', ['-c', COPY, 'sh', file, String(KEPT_BYTES)], {
    stdio: [reader, 2, 'ignore'],
    detached: true,
  })
  const over = new Promise<void>(resolve => copy.on('exit', () => resolve()).on('error', () => resolve()))
  copy.unref()
  closeSync(reader)
  closeSync(both)
  return {
    fd,
    given: () => closeSync(fd),
    text: async () => {
      copy.ref()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>(resolve => {
        timer = setTimeout(resolve, PATIENCE_MS)
      })
      await Promise.race([over, late])
      clearTimeout(timer)
      copy.unref()
      return lastLines(file)
    },
  }
}

function lastLines(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
