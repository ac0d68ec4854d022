import {memoryMachine} from '../../../../src/adapters/memory/machine'
import type {JsonObject} from '../../../../src/base/json'
import type {ProgramResult} from '../../../../src/ports/machine'
import {type Container, containerArgv, containerFacts, isImageName} from '../../../../src/usecases/reproduce/container'
import {containerPlan, withImage} from '../../../../src/usecases/reproduce/engine'

const HEX = 'a'.repeat(64)
const PIN = `sha256:${'b'.repeat(64)}`
const IMAGE: Container = {
  tool: 'docker',
  image: 'python:3.12',
  pinned: false,
  here: {id: `sha256:${HEX}`, digest: PIN},
  user: '1000:100',
  rootless: false,
  network: false,
  gpus: false,
}
const RUN = {
  argv: ['sh', '-c', 'a; b', '--privileged', ''],
  cwd: '/code/sub',
  env: {OMP_NUM_THREADS: '2'},
  writable: ['/code'],
  readable: ['/data/a b.csv'],
}

test('no network, no rights, the user, no shell', () => {
  expect(containerArgv(IMAGE, RUN)).toEqual([
    'docker',
    ...['run', '--rm', '--pull', 'never', '--network', 'none', '--init'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '2g', '--user', '1000:100'],
    ...['--mount', 'type=bind,source=/code,target=/code'],
    ...['--mount', 'type=bind,source=/data/a b.csv,target=/data/a b.csv,readonly'],
    ...['--workdir', '/code/sub', '--env', 'HOME=/tmp', '--env', 'OMP_NUM_THREADS=2', '--entrypoint=sh'],
    `sha256:${HEX}`,
    ...['-c', 'a; b', '--privileged', ''],
  ])
})

test('network and GPUs where they are asked for; podman, and an engine without a root', () => {
  const open = containerArgv({...IMAGE, network: true, gpus: true}, RUN)
  expect([open.includes('--network'), open.includes('--gpus')]).toEqual([false, true])
  const podman = containerArgv(
    {...IMAGE, tool: 'podman', rootless: true, gpus: true},
    {...RUN, argv: ['["sh","-c"]', 'x']},
  )
  for (const word of ['--userns', 'keep-id', '--device', 'nvidia.com/gpu=all', '--entrypoint=["[\\"sh\\",\\"-c\\"]"]'])
    expect(podman).toContain(word)
  const rootless = containerArgv({...IMAGE, rootless: true}, RUN)
  expect(rootless[rootless.indexOf('--user') + 1]).toBe('0:0')
})

test.each(['/a,readonly=false', '/a"b', '/a\nb'])('%j is not mounted', path =>
  expect(() => containerArgv(IMAGE, {...RUN, readable: [path]})).toThrow('cannot be mounted'),
)

test.each([
  ['python', true],
  ['python:3.12-slim', true],
  ['host.example:5000/team/image:v1.2_x', true],
  [`python:3.12@${PIN}`, true],
  [`sha256:${HEX}`, true],
  ['-v/:/host', false],
  ['--privileged', false],
  ['a b', false],
  ['a;b', false],
  ['', false],
  ['A', false],
  ['python@sha256:12', false],
])('the image %j: %s', (name, good) => expect(isImageName(name)).toBe(good))

/** An engine that has the images named. */
function engine(images: Readonly<Record<string, string>>, tool = 'docker') {
  const asked: string[][] = []
  const answer = (code: number, stdout = ''): ProgramResult => ({
    kind: 'ended',
    code,
    stdout,
    stderr: code ? 'no\nbad' : '',
  })
  const machine = memoryMachine({
    env: {PATH: '/bin'},
    files: {[`/bin/${tool}`]: ''},
    facts: {user: {uid: 1000, gid: 100}},
    programs: {
      [tool]: args => {
        asked.push([...args])
        if (args[0] === 'info') return answer(images['down'] ? 1 : 0, tool === 'docker' ? '["name=rootless"]' : 'true')
        const found = images[args.at(-1)!]
        return found ? answer(0, `${found}\n`) : answer(1)
      },
    },
  })
  const there = {kind: 'file', size: 4, modified: 0} as const
  const files = {
    resolve: (...parts: string[]) => `/work/${parts.at(-1)}`,
    facts: (path: string) => (path === '/work/Dockerfile.gpu' ? there : undefined),
    read: async () => Buffer.from('FROM x'),
  }
  return {ports: {machine, files}, asked}
}
const ASKED = {network: false, gpus: false}
const NO: JsonObject = {}
const LINE = `sha256:${HEX} ["python@${PIN}"]`

test('an image that is here is run as what it is; a tag is told', async () => {
  const {ports} = engine({'python:3.12': LINE})
  const plan = await containerPlan(ports, {kind: 'docker', image: 'python:3.12'}, NO, ASKED)
  expect(plan).toMatchObject({
    commands: [],
    container: {
      tool: 'docker',
      pinned: false,
      here: {id: `sha256:${HEX}`, digest: PIN},
      user: '1000:100',
      rootless: true,
    },
    assumed: [expect.stringContaining('the tag of python:3.12 may name another')],
  })
  expect(containerFacts(plan.container!)).toEqual({
    kind: 'docker',
    image: 'python:3.12',
    digest: PIN,
    image_id: `sha256:${HEX}`,
  })
})

test('one that is not is pulled, once that is agreed to', async () => {
  const image = `python@${PIN}`
  const {ports, asked} = engine({})
  const plan = await containerPlan(ports, {kind: 'docker', image}, NO, ASKED)
  expect([plan.commands, plan.assumed]).toEqual([[['docker', 'pull', '--quiet', image]], []])
  expect(asked.map(([word]) => word)).toEqual(['info', 'image'])
  await expect(withImage(ports.machine, plan.container!)).rejects.toThrow('knows no image')
})

test('a Dockerfile is built; without a word the image of the record is meant', async () => {
  const {ports} = engine({}, 'podman')
  const built = await containerPlan(ports, {kind: 'docker', image: 'Dockerfile.gpu'}, NO, ASKED)
  const [name] = [built.container!.image]
  expect(name).toMatch(/^git-exp-env:[0-9a-f]{12}$/)
  expect(built.commands).toEqual([['podman', 'build', '--tag', name, '--file', '/work/Dockerfile.gpu', '/work']])
  const record = {env: {container: {kind: 'docker', image: 'python:3.12', digest: PIN}}}
  const again = await containerPlan(ports, {kind: 'docker'}, record, ASKED)
  expect(again.container).toMatchObject({image: `python:3.12@${PIN}`, pinned: true})
})

test.each<[string | undefined, JsonObject, string]>([
  [undefined, NO, 'names no image'],
  [undefined, {env: {container: {image: '--privileged'}}}, 'names no image'],
  ['-v/:/host', NO, 'no name of an image'],
  ['./Dockerfile', NO, 'there is no Dockerfile'],
  ['UPPER', NO, 'no name of an image'],
])('%j of %j', async (image, record, message) => {
  const choice = {kind: 'docker', ...(image && {image})} as const
  await expect(containerPlan(engine({}).ports, choice, record, ASKED)).rejects.toThrow(message)
})

test('an engine that does not answer, or is not there', async () => {
  const choice = {kind: 'docker', image: 'python'} as const
  await expect(containerPlan(engine({down: '1'}).ports, choice, NO, ASKED)).rejects.toThrow(
    'docker does not answer: bad',
  )
  await expect(containerPlan(engine({}, 'lxc').ports, choice, NO, ASKED)).rejects.toThrow('neither docker nor podman')
})
