import {execFileSync, spawn} from 'node:child_process'
import {copyFileSync, existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {git, gitWith, tempFolder} from './git'
import {Workplace, workplace} from './workplace'

/** An empty bare repository that anybody on this machine may push to. */
export function bareRemote(): string {
  const folder = join(tempFolder('remote'), 'shared.git')
  git('.', 'init', '--quiet', '--bare', folder)
  git(folder, 'config', 'http.receivepack', 'true')
  return folder
}

/** A workplace with a remote called origin, whose code is pushed. */
export function sharedPlace(url: string, env: NodeJS.ProcessEnv = {}): Workplace {
  const place = workplace()
  place.git('remote', 'add', 'origin', url)
  gitWith({cwd: place.cwd, env}, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main')
  return place
}

/** A clone of the remote on an empty folder; no ledger yet. */
export function clone(url: string, env: NodeJS.ProcessEnv = {}): Workplace {
  const cwd = join(tempFolder('clone'), 'project')
  gitWith({cwd: '.', env}, 'clone', '--quiet', '--branch', 'main', url, cwd)
  return new Workplace(cwd)
}

/** git's own server over HTTP for the repositories below a folder, in a process of its own since tests wait for theirs; its address. */
export async function httpServer(root: string): Promise<{readonly url: string; readonly stop: () => void}> {
  const child = spawn(process.execPath, [join(__dirname, 'git-http.cjs'), root], {stdio: ['ignore', 'pipe', 'inherit']})
  const port = await new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data).trim())))
  return {url: `http://127.0.0.1:${port}`, stop: () => child.kill()}
}

/** undefined: there is none on this machine. .ci/run installs it. */
export const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find(file => existsSync(file))

/** An ssh server of this user on a port of its own, and the words of GIT_SSH_COMMAND that reach it. */
export async function sshServer(): Promise<{readonly command: string; readonly stop: () => void}> {
  const folder = tempFolder('ssh')
  for (const key of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)])
  copyFileSync(join(folder, 'user.pub'), join(folder, 'authorized_keys'))
  const port = 20_000 + (process.pid % 20_000)
  writeFileSync(
    join(folder, 'config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${join(folder, 'host')}
AuthorizedKeysFile ${join(folder, 'authorized_keys')}
StrictModes no
UsePAM no
PidFile none
`,
  )
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', {recursive: true})
  const child = spawn(SSHD!, ['-D', '-e', '-f', join(folder, 'config')], {stdio: ['ignore', 'ignore', 'pipe']})
  await new Promise<void>(resolve => child.stderr.on('data', data => /listening/.test(String(data)) && resolve()))
  const command = `ssh -i ${join(folder, 'user')} -p ${port} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -F /dev/null`
  return {command, stop: () => child.kill()}
}
