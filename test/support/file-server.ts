import {spawn} from 'node:child_process'
import {join} from 'node:path'

export interface FileServer {
  readonly url: string
  /** What was asked so far. */
  readonly asked: readonly {readonly url: string; readonly headers: Readonly<Record<string, string>>}[]
  readonly stop: () => void
}

/** What it serves as `/train.csv`. */
export const SERVED = 'text,label\ngood,1\n'

/** In a process of its own, since tests wait for the program. */
export async function fileServer(): Promise<FileServer> {
  const child = spawn(process.execPath, [join(__dirname, 'file-http.cjs')], {stdio: ['ignore', 'pipe', 'inherit']})
  const asked: FileServer['asked'][number][] = []
  const port = await new Promise<string>(resolve => {
    let rest = ''
    let started = false
    child.stdout.on('data', data => {
      const lines = (rest + String(data)).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        if (started) asked.push(JSON.parse(line))
        else {
          started = true
          resolve(line)
        }
      }
    })
  })
  return {url: `http://127.0.0.1:${port}`, asked, stop: () => child.kill()}
}
