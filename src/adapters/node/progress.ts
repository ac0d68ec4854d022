import type {Progress} from '../../ports/world'

const QUIET_MS = 1000
const EVERY_MS = 100

/** A line on stderr that writes over itself, for work of more than a second; silent where stderr is no terminal. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  const started = Date.now()
  let shown = 0
  return {
    step: (label, done, total) => {
      const now = Date.now()
      if (!stream.isTTY || now - started < QUIET_MS || now - shown < EVERY_MS) return
      shown = now
      const share = total ? ` ${Math.floor((100 * done) / total)}% (${done}/${total})` : ` ${done}`
      stream.write(`\r\x1b[K${label}${share}`)
    },
    end: () => {
      if (shown > 0) stream.write('\r\x1b[K')
      shown = 0
    },
  }
}
