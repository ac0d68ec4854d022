import {type MemoryMachineParts, memoryMachine} from '../../../../src/adapters/memory/machine'
import {probeCi} from '../../../../src/capture/env/ci'
import {probeContainer} from '../../../../src/capture/env/container'
import {probeHardware} from '../../../../src/capture/env/hardware'
import {probeLocks} from '../../../../src/capture/env/locks'
import {probePlatform} from '../../../../src/capture/env/platform'
import {probeVariables} from '../../../../src/capture/env/variables'

const ID = 'ab'.repeat(32)
const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

test('platform and operating system', () => {
  const files = {'/etc/os-release': 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'}
  expect(probePlatform(memoryMachine({files})).facts).toEqual({
    platform: 'linux-x86_64',
    os: {name: 'Debian GNU/Linux 12 (bookworm)', kernel: '6.1.0'},
  })
  const windows = memoryMachine({facts: {system: 'win32', hardware: 'AMD64', release: '10.0.22631'}})
  expect(probePlatform(windows).facts).toEqual({platform: 'windows-AMD64', os: {kernel: '10.0.22631'}})
})

test('processor and memory, as far as the control group grants them', () => {
  expect(probeHardware(memoryMachine({})).facts).toEqual({cpu: 'AMD EPYC 7763, 16 cores', memory: 64 * 1024 ** 3})
  const files = {'/sys/fs/cgroup/cpu.max': '250000 100000\n', '/sys/fs/cgroup/memory.max': '8589934592\n'}
  expect(probeHardware(memoryMachine({files})).facts).toEqual({
    cpu: 'AMD EPYC 7763, 16 cores, 2.5 usable',
    memory: 8589934592,
  })
  const free = {'/sys/fs/cgroup/cpu.max': 'max 100000\n', '/sys/fs/cgroup/memory.max': 'max\n'}
  expect(probeHardware(memoryMachine({files: free})).facts['cpu']).toBe('AMD EPYC 7763, 16 cores')
})

const containers: [string, MemoryMachineParts, object][] = [
  ['none', {files: {'/proc/self/cgroup': '0::/user.slice\n'}}, {}],
  [
    'docker',
    {files: {'/.dockerenv': '', '/proc/self/mountinfo': `7 3 0:1 /var/lib/docker/containers/${ID}/hostname x`}},
    {container: {kind: 'docker', id: 'abababababab'}},
  ],
  [
    'docker, cgroup 1',
    {files: {'/proc/self/cgroup': `4:cpu:/docker/${ID}`}},
    {container: {kind: 'docker', id: 'abababababab'}},
  ],
  [
    'podman',
    {files: {'/run/.containerenv': `engine="podman-4"\nimage="localhost/train:1"\nid="${ID}"\n`}},
    {container: {kind: 'podman', image: 'localhost/train:1', id: 'abababababab'}},
  ],
  [
    'apptainer',
    {env: {APPTAINER_CONTAINER: '/home/ada/train.sif'}},
    {container: {kind: 'apptainer', image: 'train.sif'}},
  ],
  [
    'kubernetes',
    {
      env: {KUBERNETES_SERVICE_HOST: '10.0.0.1'},
      files: {'/proc/self/cgroup': `0::/kubepods/cri-containerd-${ID}.scope`},
    },
    {container: {kind: 'containerd', orchestrator: 'kubernetes', id: 'abababababab'}},
  ],
]
test.each(containers)('container: %s', (_, parts, expected) => {
  expect(probeContainer(memoryMachine(parts)).facts).toEqual(expected)
})

test('builds of CI services, without credentials', () => {
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_RUN_ID: '42',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_SERVER_URL: 'https://forge.example',
    GITHUB_REPOSITORY: 'ada/nlp',
  }
  expect(probeCi(memoryMachine({env: github})).facts).toEqual({
    ci: {kind: 'github', id: '42', attempt: '2', url: 'https://forge.example/ada/nlp/actions/runs/42'},
  })
  const jenkins = {JENKINS_URL: 'https://ci.example', BUILD_ID: '7', BUILD_URL: 'https://ada:pw@ci.example/7?token=x'}
  expect(probeCi(memoryMachine({env: jenkins})).facts).toEqual({
    ci: {kind: 'jenkins', id: '7', url: 'https://ci.example/7'},
  })
  expect(probeCi(memoryMachine({})).facts).toEqual({})
})

test('variables on the list and never others', () => {
  const env = {PYTHONHASHSEED: '0', OMP_NUM_THREADS: '4', HF_TOKEN: 'hf_secret', AWS_SECRET_ACCESS_KEY: 'x', HOME: '/h'}
  expect(probeVariables(memoryMachine({env})).facts).toEqual({vars: {PYTHONHASHSEED: '0', OMP_NUM_THREADS: '4'}})
  expect(probeVariables(memoryMachine({env: {HF_TOKEN: 'x'}})).facts).toEqual({})
})

test('lock files at the top of the repository only', () => {
  const files = {
    '/repo/uv.lock': '',
    '/repo/requirements-dev.txt': '',
    '/repo/sub/poetry.lock': '',
    '/repo/notes.txt': '',
  }
  expect(probeLocks(memoryMachine({files}), '/repo').facts).toEqual({
    locks: {'requirements-dev.txt': EMPTY, 'uv.lock': EMPTY},
  })
  expect(probeLocks(memoryMachine({}), '/repo').facts).toEqual({})
})
