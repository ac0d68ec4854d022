import {spawn, spawnSync} from 'node:child_process'
import {closeSync, constants, mkdirSync, openSync, rmSync} from 'node:fs'
import type {Socket} from 'node:net'
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
// What tail has kept comes back to us through fd 3, never over a disk, which may be full.
const COPY = 'exec 4>&1 5>&3; tee /dev/fd/3 3>&1 >&4 4>&- 5>&- | tail -c "$1" >&5 3>&- 4>&-'

function open(folder: string): Tail | undefined {
  mkdirSync(folder, {recursive: true})
  const pipe = join(folder, `stderr.${process.pid}.pipe`)
  if (spawnSync('mkfifo', ['-m', '600', pipe], {stdio: 'ignore'}).status !== 0) return undefined
  // Opened for both first: to open one end alone would wait for the other.
  const both = openSync(pipe, constants.O_RDWR)
  const reader = openSync(pipe, constants.O_RDONLY)
  const fd = openSync(pipe, constants.O_WRONLY)
  rmSync(pipe, {force: true})
  const copy = spawn('sh', ['-c', COPY, 'sh', String(KEPT_BYTES)], {
    stdio: [reader, 2, 'ignore', 'pipe'],
    detached: true,
  })
  copy.on('error', () => {})
  closeSync(reader)
  closeSync(both)
  if (copy.pid === undefined) {
    closeSync(fd)
    return undefined
  }
  copy.unref()
  const kept = listen(copy.stdio[3] as Socket)
  return {fd, given: () => closeSync(fd), text: kept}
}

/** Answers with what has come once it has ended, or undefined where that takes too long. */
function listen(from: Socket): () => Promise<string | undefined> {
  const chunks: Buffer[] = []
  from.unref()
  from.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {})
  const over = new Promise<boolean>(resolve => from.on('end', () => resolve(true)))
  return async () => {
    from.ref()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>(resolve => {
      timer = setTimeout(() => resolve(false), PATIENCE_MS)
    })
    const whole = await Promise.race([over, late])
    clearTimeout(timer)
    from.destroy()
    return whole ? Buffer.concat(chunks).toString() : undefined
  }
}
