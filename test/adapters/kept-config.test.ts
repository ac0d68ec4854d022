import {execFileSync} from 'node:child_process'
import {chmodSync, copyFileSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {discover} from '../../src/adapters/git/cli-repository'
import {keptConfig} from '../../src/adapters/git/kept-config'
import {plainPlaces} from '../../src/adapters/git/places'
import {type GitProgram, gitProgram} from '../../src/adapters/git/program'
import {nodeCache} from '../../src/adapters/node/cache'
import {tempFolder, writeText} from '../support/git'

/** A repository that has our folder, in a home of its own, with a git of its own first on PATH. */
interface Place {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly home: string
  readonly bin: string
}

const REAL = execFileSync('sh', ['-c', 'command -v git'], {encoding: 'utf8'}).trim()

function place(more: NodeJS.ProcessEnv = {}): Place {
  const [home, cwd, bin] = [tempFolder('home'), tempFolder('repo'), tempFolder('bin')]
  symlinkSync(REAL, join(bin, 'git'))
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: home,
    GIT_CONFIG_SYSTEM: join(home, 'system'),
    ...more,
  }
  writeText(home, '.gitconfig', '[user]\n\tname = Ada\n\temail = ada@example.com\n')
  execFileSync('git', ['init', '-q'], {cwd, env})
  mkdirSync(join(cwd, '.git', 'exp'))
  return {cwd, env, home, bin}
}

const set = ({cwd, env}: Place, ...args: string[]) => execFileSync('git', ['config', ...args], {cwd, env})

/** What a command sees, and what it asked git for. */
async function look({cwd, env}: Pick<Place, 'cwd' | 'env'>) {
  const asked: string[] = []
  const program = gitProgram({cwd, env})
  const run: GitProgram['run'] = (args, options) => {
    asked.push(args.join(' '))
    return program.run(args, options)
  }
  const {config, repository} = await discover({...program, run}, cwd, env)
  return {config, asked, author: await repository.author().catch(error => error.code)}
}

const filesOf = ({cwd}: Place) => nodeCache(join(cwd, '.git/exp/cache')).list()

/** Every change after which git may answer otherwise. */
const CHANGES: Readonly<Record<string, (place: Place) => unknown>> = {
  "the repository's configuration": place => set(place, 'user.name', 'Bo'),
  "the user's": place => set(place, '--global', 'user.name', 'Bo'),
  "the user's, of as many bytes, put in place by a rename": ({home}) => {
    writeText(home, 'new', '[user]\n\tname = Bob\n\temail = ad@example.com\n')
    renameSync(join(home, 'new'), join(home, '.gitconfig'))
  },
  "the user's other file, which was not there": ({home}) =>
    writeText(join(home, '.config', 'git'), 'config', '[user]\n\tname = Bo\n[exp]\n\tledger = x\n'),
  "the machine's, which was not there": ({home}) => writeText(home, 'system', '[exp]\n\tledger = x\n'),
  "the worktree's": place => {
    set(place, 'extensions.worktreeConfig', 'true')
    set(place, '--worktree', 'user.name', 'Bo')
  },
  'an included file': place => set(place, 'include.path', join(place.home, 'more')),
  'another home': ({env}) => ({env: {...env, HOME: tempFolder('other')}}),
  'a name in the environment': ({env}) => ({env: {...env, GIT_AUTHOR_NAME: 'Cy'}}),
  'a setting in the environment': ({env}) => ({
    env: {...env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'Cy'},
  }),
  'a date in the environment': ({env}) => ({env: {...env, GIT_AUTHOR_DATE: '2001-02-03T04:05:06Z'}}),
  'another git on PATH': ({bin}) => {
    renameSync(join(bin, 'git'), join(bin, 'old'))
    writeText(bin, 'git', `#!/bin/sh\nexec ${REAL} -c user.name=Wrapped "$@"\n`)
    chmodSync(join(bin, 'git'), 0o755)
  },
}

const ready: Record<string, Place> = {}
let plain: Place
let never: Record<string, Place>

beforeAll(async () => {
  for (const name of Object.keys(CHANGES)) ready[name] = place()
  plain = place()
  never = {
    'no system file is read': place({GIT_CONFIG_NOSYSTEM: '1'}),
    included: place(),
    'configured by the environment': place({GIT_CONFIG_COUNT: '0'}),
    'no folder of ours': place(),
    'a damaged file': place(),
  }
  set(never['included']!, 'include.path', '../more')
  renameSync(join(never['no folder of ours']!.cwd, '.git/exp'), join(never['no folder of ours']!.home, 'exp'))
  await sleep(2200)
})

it('asks git once, and then not again while nothing has changed', async () => {
  const first = await look(plain)
  expect(first.asked).toContain('var -l')
  const second = await look(plain)
  expect(second.asked).toEqual([])
  expect(second.config).toEqual(first.config)
  expect({...second.author, time: 0}).toEqual({...first.author, time: 0})
  const now = Date.now() / 1000
  expect(second.author.time).toBeGreaterThan(now - 10)
  const ident = execFileSync('git', ['var', 'GIT_AUTHOR_IDENT'], {...plain, encoding: 'utf8'})
  expect(ident).toContain(second.author.zone)
  const [file] = filesOf(plain)
  expect(statSync(join(plain.cwd, '.git/exp/cache', file!)).mode & 0o777).toBe(0o600)
})

it('dates a commit by the clock and zone at hand', async () => {
  const {cwd, env} = never['no system file is read']!
  const exp = (...args: string[]) =>
    execFileSync(process.execPath, [resolve('bin/git-exp.js'), ...args], {
      cwd,
      env: {...env, TZ: 'Pacific/Marquesas'},
      stdio: 'ignore',
    })
  exp('init', '--offline')
  await look({cwd, env})
  writeText(cwd, 'run.json', '{"run_name": "one", "params": {"seed": 1}}')
  exp('record', 'run.json')
  const said = execFileSync('git', ['log', '-1', '--format=%an <%ae> %cd', '--date=format:%z', 'exp-ledger'], {
    cwd,
    env,
  })
  expect(said.toString().trim()).toBe('Ada <ada@example.com> -0930')
})

it.each(Object.keys(CHANGES))('sees a change of %s', async name => {
  const here = ready[name]!
  await look(here)
  expect((await look(here)).asked).toEqual([])
  const after = {...here, ...(CHANGES[name]!(here) as Partial<Place> | undefined)}
  const seen = await look(after)
  expect(seen.asked).toContain('var -l')
  const {cwd, env} = after
  const program = await gitProgram({cwd, env}).run(['config', '--get', 'user.name'], {ok: 'any'})
  expect(seen.config.get('user.name') ?? '').toBe(program.stdout.toString().trim())
})

it('keeps nothing of a file that has just been written', async () => {
  const here = place()
  await look(here)
  expect(filesOf(here)).toEqual([])
})

it('keeps it where no system file is read', async () => {
  const here = never['no system file is read']!
  await look(here)
  expect((await look(here)).asked).toEqual([])
})

it.each(['included', 'configured by the environment', 'no folder of ours'])('asks git alone: %s', async name => {
  const here = never[name]!
  await look(here)
  expect((await look(here)).asked).toEqual(['var -l'])
})

it('reads past a file that was cut short or is of another form', async () => {
  const here = never['a damaged file']!
  await look(here)
  const folder = join(here.cwd, '.git/exp/cache')
  const [file] = readdirSync(folder)
  for (const text of ['{"asked":', '[]', 'null', '{"asked":""}']) {
    writeText(folder, file!, text)
    expect((await look(here)).asked[0]).toBe('var -l')
  }
  copyFileSync(join(here.home, '.gitconfig'), join(folder, file!))
  expect(keptConfig(plainPlaces(here.cwd, here.env)!, here.env)?.read()).toBeUndefined()
})
