// Neither conda nor a docker daemon runs where the tests do: programs of our own stand in for them (see support/stand-ins.ts). Where
// GIT_EXP_TEST_IMAGE names an image with a python3, of a docker or podman that runs, containers are real too.
import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {containerArgv} from '../../src/usecases/reproduce/container'
import {tempFolder} from '../support/git'
import {ran} from '../support/running'
import {standIn} from '../support/stand-ins'
import {type Workplace, workplace} from '../support/workplace'

const TRAIN = `import json, os, sys
rows = [float(line) for line in open("data/train.csv")]
os.makedirs("out", exist_ok=True)
json.dump({"dev": {"loss": sum(rows) + int(os.environ["OMP_NUM_THREADS"])}}, open("out/metrics.json", "w"))
print(sys.argv[1:], os.environ.get("SECRET"), os.environ.get("HOME"))
`

const REAL = `import json, os, socket
json.dump({"dev": {"loss": float(open("data/train.csv").read())}}, open("metrics.json", "w"))
def said(work):
    try:
        work()
    except OSError as error:
        return error.strerror
if os.environ.get("container") or os.path.exists("/run/.containerenv"):
    print([said(lambda: open("data/train.csv", "a")), said(lambda: socket.create_connection(("192.0.2.1", 9), 2)), os.environ.get("SECRET")])
`

/** A Python that has no packages, so that nothing has to be installed. */
const bare = (() => {
  let folder: string | undefined
  return () => {
    if (folder) return folder
    folder = join(tempFolder('bare'), 'venv')
    spawnSync('python3', ['-m', 'venv', '--without-pip', folder])
    return folder
  }
})()
const path = (...folders: string[]) => ({PATH: [...folders, process.env['PATH']].join(':')})

function training(files: Readonly<Record<string, string>> = {}): Workplace {
  const place = workplace()
  place.write('train.py', TRAIN)
  place.write('data/train.csv', '0.5\n0.25\n')
  place.write('.gitignore', 'data/\nout/\n')
  for (const [name, text] of Object.entries(files)) place.write(name, text)
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'a training')
  const words = ['--data', 'train=data/train.csv', '--ingest', 'out/metrics.json', '-a', 'out/metrics.json']
  ran(place, ['--name', 'base', ...words, '--', 'python3', 'train.py', 'a b', '$HOME', ';', ''], {
    env: {...path(join(bare(), 'bin')), OMP_NUM_THREADS: '2'},
  })
  return place
}

const reproduced = (place: Workplace, folder: string, ...words: string[]) => {
  const env = {...path(folder), SECRET: 'very secret', OMP_NUM_THREADS: '7'}
  const answer = place.exp(['reproduce', 'base', '--yes', '--json', ...words], {env})
  const found = JSON.parse(answer.stdout)
  if (!found.reproductions) throw new Error(answer.stderr)
  return {found, stderr: answer.stderr, record: place.json(['show', found.reproductions[0].id])}
}

describe('docker', () => {
  let place: Workplace
  beforeAll(() => {
    place = training()
  })

  test('an image: pulled, no network, the user, the data read only, the words as they are, and the verdict names it', () => {
    const docker = standIn('docker')
    const {found, stderr, record} = reproduced(place, docker.folder, '--env', 'docker=python:3.12-slim')
    for (const line of [
      'image     docker pull --quiet python:3.12-slim',
      'container docker python:3.12-slim, without network, as user ',
      'assumed   the tag of python:3.12-slim may name another image tomorrow',
      "['a b', '$HOME', ';', ''] None /tmp",
    ])
      expect(stderr).toContain(line)
    expect(found.verdict).toBe('exact')
    const causes = found.causes.map(({kind, changes}: {kind: string; changes: {after: string}[]}) => [kind, changes])
    expect(causes).toContainEqual([
      'container',
      // The tests may run in a container themselves.
      [expect.objectContaining({after: `docker python:3.12-slim sha256:${'b'.repeat(64)}`})],
    ])
    expect(causes.map(([kind]: [string]) => kind)).not.toContain('config')
    expect(record).toMatchObject({
      command: ['python3', 'train.py', 'a b', '$HOME', ';', ''],
      env: {
        container: {kind: 'docker', image: 'python:3.12-slim', digest: `sha256:${'b'.repeat(64)}`},
        vars: {OMP_NUM_THREADS: '2'},
      },
    })
    expect([record.env.provisional, record.resources.peak_rss]).toEqual([undefined, undefined])
    const words = docker.said().find(([verb]) => verb === 'run')!
    const said = words.join(' ')
    expect(said).toContain('--network none')
    expect(said).toContain(`--name git-exp-${found.reproductions[0].id} `)
    expect(said).toContain(`--user ${process.getuid!()}:${process.getgid!()}`)
    expect(said).toContain(
      `source=${join(place.cwd, 'data/train.csv')},target=${join(place.cwd, 'data/train.csv')},readonly`,
    )
    expect(said).not.toMatch(/privileged\b(?!es)|--gpus|very secret|docker\.sock/)
    expect(words.slice(-6)).toEqual([`sha256:${'a'.repeat(64)}`, 'train.py', 'a b', '$HOME', ';', ''])
  })

  test('nothing is pulled or built before that is agreed to', () => {
    const docker = standIn('docker')
    const {error} = place.json(['reproduce', 'base', '--env', 'docker=python'], {env: path(docker.folder)})
    expect(error.code).toBe('USAGE')
    expect(docker.said().map(([verb]) => verb)).toEqual(['info', 'image'])
  })

  test('a Dockerfile of the user, and GPUs and the network where they are asked for', () => {
    const docker = standIn('docker')
    writeFileSync(join(docker.folder, 'Dockerfile'), 'FROM python\n')
    const file = join(docker.folder, 'Dockerfile')
    const {found} = reproduced(place, docker.folder, '--env', `docker=${file}`, '--gpus', '--network')
    expect(found.verdict).toBe('exact')
    expect(docker.said().find(([verb]) => verb === 'build')).toEqual([
      'build',
      '--tag',
      expect.stringMatching(/^git-exp-env:/),
      '--file',
      file,
      docker.folder,
    ])
    const run = docker.said().find(([verb]) => verb === 'run')!
    expect([run.includes('--network'), run[run.indexOf('--gpus') + 1]]).toEqual([false, 'all'])
  })

  test('data that cannot be mounted is refused before anything is started', () => {
    const comma = workplace()
    comma.write('data/a,readonly=false', '1\n')
    comma.write('.gitignore', 'data/\n')
    comma.git('add', '-A')
    comma.git('commit', '--quiet', '-m', 'comma')
    ran(comma, ['--name', 'base', '--data', 'train=data/a,readonly=false', '--', 'true'])
    const docker = standIn('docker')
    const words = ['reproduce', 'base', '--yes', '--env', 'docker=python']
    expect(comma.refused(words, {env: path(docker.folder)})).toMatchObject({
      code: 'ENV_FAILED',
      message: expect.stringContaining('cannot be mounted'),
    })
  })

  test.each([
    [['--env', 'docker'], 'USAGE'],
    [['--env', 'docker=-v/:/host'], 'USAGE'],
    [['--env', 'docker=./none'], 'FILE_NOT_FOUND'],
    [['--env', 'pip'], 'USAGE'],
    [['--gpus'], 'USAGE'],
  ])('%j', (words, code) => {
    const docker = standIn('docker')
    expect(place.refused(['reproduce', 'base', '--yes', ...words], {env: path(docker.folder)}).code).toBe(code)
  })
})

const hasDocker = spawnSync('docker', ['--version']).status === 0
;(hasDocker ? test : test.skip)("docker's own program takes the words, and asks for its daemon", () => {
  const id = `sha256:${'a'.repeat(64)}`
  const argv = containerArgv(
    {tool: 'docker', image: 'x', pinned: false, here: {id}, user: '1:1', rootless: false, network: false, gpus: true},
    {argv: ['sh', '-c', 'x', '--nope'], cwd: '/a b', env: {A: 'b c=d'}, writable: ['/a b'], readable: ['/c']},
  )
  const daemon = {env: {...process.env, DOCKER_HOST: 'unix:///nonexistent/docker.sock'}, encoding: 'utf8'} as const
  const said = (words: readonly string[]) => spawnSync('docker', words, daemon).stderr
  for (const words of [
    argv.slice(1),
    ['info', '--format', '{{json .SecurityOptions}}'],
    ['image', 'inspect', '--format', '{{.Id}} {{json .RepoDigests}}', 'x'],
    ['pull', '--quiet', 'x'],
  ])
    expect(said(words)).toContain('Cannot connect to the Docker daemon')
  expect(said(['run', '--nope', 'x'])).toContain('unknown flag')
})

const IMAGE = process.env['GIT_EXP_TEST_IMAGE']
const RAN = '--name base --data train=data/train.csv --ingest metrics.json -- python3 train.py'.split(' ')

;(IMAGE ? test : test.skip).each([
  ['an image', `${IMAGE}`],
  ['a Dockerfile', 'Dockerfile'],
])('%s, in a real container: heard, without network, its data read only', (_, image) => {
  const place = workplace()
  place.write('train.py', REAL)
  place.write('data/train.csv', '0.5\n')
  place.write('.gitignore', 'data/\nmetrics.json\n')
  place.write('Dockerfile', `FROM ${IMAGE}\n`)
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'real')
  ran(place, RAN)
  const env = {...process.env, SECRET: 'very secret'}
  const {stdout, stderr} = place.exp(['reproduce', 'base', '--yes', '--json', '--env', `docker=${image}`], {env})
  const found = JSON.parse(stdout)
  if (!found.reproductions) throw new Error(stderr)
  expect(found.verdict).toBe('exact')
  expect(stderr).toContain("['Read-only file system', 'Network is unreachable', None]")
  const record = place.json(['show', found.reproductions[0].id])
  expect([record.heard.processes, record.env.unverified]).toEqual([1, undefined])
  expect(record.env.container.image).toContain(image)
})

describe('conda', () => {
  test('the recorded Python, and found again the next time', () => {
    const place = training()
    const conda = standIn('conda')
    const {found, stderr} = reproduced(place, conda.folder, '--env', 'conda')
    expect([found.verdict, found.causes]).toEqual(['exact', []])
    const [words] = conda.said()
    expect(words!.join(' ')).toMatch(
      /^create --yes --quiet --prefix \S+\/exp\/cache\/envs\/conda-\w{16}-\w{6} --channel conda-forge python=3\.\d+\.\d+ pip$/,
    )
    expect(stderr).toContain('packages  conda create --yes')
    const again = reproduced(place, conda.folder, '--env', 'conda')
    expect([again.found.verdict, conda.said().length]).toEqual(['exact', 1])
    expect(again.stderr).toContain(', made before')
  })

  test('by the environment.yml of the code, where it is the one recorded', () => {
    const place = training({'environment.yml': 'dependencies: [python]\n'})
    const conda = standIn('micromamba')
    expect(reproduced(place, conda.folder, '--env', 'conda').found.verdict).toBe('exact')
    const [words] = conda.said()
    const file = words!.at(-1)!
    expect([words![0], existsSync(file) && readFileSync(file, 'utf8')]).toEqual(['create', 'dependencies: [python]\n'])
  })

  test('none is there', () => {
    const {code, message} = training().refused(['reproduce', 'base', '--yes', '--env', 'conda'])
    expect([code, message]).toEqual(['ENV_FAILED', 'none of micromamba, mamba, conda is on the PATH'])
  })
})
