import {spawn, spawnSync} from 'node:child_process'
import {createServer, type Server} from 'node:http'
import {join} from 'node:path'
import {git, tempFolder} from './git'
import {Workplace, workplace} from './workplace'

/** An empty bare repository that anybody on this machine may push to. */
export function bareRemote(): string {
  const folder = join(tempFolder('remote'), 'shared.git')
  git('.', 'init', '--quiet', '--bare', folder)
  git(folder, 'config', 'http.receivepack', 'true')
  return folder
}

/** A workplace with a remote called origin, whose code is pushed. */
export function sharedPlace(url: string): Workplace {
  const place = workplace()
  place.git('remote', 'add', 'origin', url)
  place.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main')
  return place
}

/** A clone of the remote on an empty folder; no ledger yet. */
export function clone(url: string, ...args: string[]): Workplace {
  const cwd = join(tempFolder('clone'), 'project')
  git('.', 'clone', '--quiet', '--branch', 'main', ...args, url, cwd)
  return new Workplace(cwd)
}

/** git's own server over HTTP, for the repositories below a folder; answers its address. */
export async function httpRemote(root: string): Promise<{readonly url: string; readonly server: Server}> {
  const server = createServer((request, response) => {
    const {pathname, search} = new URL(request.url ?? '/', 'http://localhost')
    const child = spawn('git', ['http-backend'], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        REMOTE_USER: 'somebody',
      },
    })
    request.pipe(child.stdin)
    const chunks: Buffer[] = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.on('close', () => {
      const all = Buffer.concat(chunks)
      const end = all.indexOf('\r\n\r\n')
      const headers = all
        .subarray(0, end)
        .toString()
        .split('\r\n')
        .map(line => line.split(/: (.*)/))
      const status = headers.find(([name]) => name === 'Status')?.[1]
      response.writeHead(
        Number(status?.slice(0, 3) ?? 200),
        Object.fromEntries(headers.filter(([name]) => name !== 'Status')),
      )
      response.end(all.subarray(end + 4))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, server}
}

/** Whether a program is on this machine. */
export const has = (program: string) => spawnSync(program, ['-V']).error === undefined
