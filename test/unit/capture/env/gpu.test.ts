import {type MemoryMachineParts, memoryMachine} from '../../../../src/adapters/memory/machine'
import {probeGpu} from '../../../../src/capture/env/gpu'

const ended = (stdout: string, code = 0) => ({kind: 'ended', code, stdout, stderr: ''}) as const
const A100 = 'NVIDIA A100-SXM4-40GB'
const QUERY = `0, GPU-aaaa, 550.54.15, ${A100}\n1, GPU-bbbb, 550.54.15, ${A100}\n2, GPU-cccc, 550.54.15, NVIDIA T4\n`
const nvidia = (parts: MemoryMachineParts = {}, answer = ended(QUERY)) =>
  memoryMachine({
    files: {'/usr/bin/nvidia-smi': '', ...parts.files},
    env: {PATH: '/usr/bin', ...parts.env},
    programs: {'/usr/bin/nvidia-smi': () => answer, ...parts.programs},
  })

test('nothing is asked where there is no driver', async () => {
  expect(await probeGpu(memoryMachine({env: {PATH: '/usr/bin'}}))).toEqual({facts: {}})
})

test.each([
  [undefined, `2 x ${A100} + NVIDIA T4`],
  ['1', A100],
  ['GPU-cccc,0', `NVIDIA T4 + ${A100}`],
  ['MIG-unheard-of', `2 x ${A100} + NVIDIA T4`],
  ['', undefined],
  ['-1', undefined],
])('the GPUs that CUDA_VISIBLE_DEVICES=%s lets the run see', async (visible, gpu) => {
  const {facts, unknown} = await probeGpu(nvidia({env: {CUDA_VISIBLE_DEVICES: visible}}))
  expect(facts).toEqual({driver: '550.54.15', ...(gpu !== undefined && {gpu})})
  expect(unknown).toBeUndefined()
})

test('where nvidia-smi does not answer, /proc does', async () => {
  const files = {
    '/proc/driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5\n',
    '/proc/driver/nvidia/gpus/0000:17:00.0/information': `Model: \t\t ${A100}\nIRQ: 12\n`,
  }
  const programs = {'/usr/bin/nvidia-smi': () => ({kind: 'failed', reason: 'did not answer within 2 s'}) as const}
  expect(await probeGpu(nvidia({files, programs}))).toEqual({facts: {gpu: A100, driver: '550.54.15'}})
})

test('a driver that does not answer is a reason', async () => {
  const broken = nvidia({}, ended("NVIDIA-SMI has failed because it couldn't communicate with the driver.\n\n", 9))
  const reason = "nvidia-smi said: NVIDIA-SMI has failed because it couldn't communicate with the driver."
  expect(await probeGpu(broken)).toEqual({facts: {}, unknown: {gpu: reason}})
})

test('AMD', async () => {
  const said =
    '{"card0": {"Card Series": "AMD Instinct MI250X", "Card Model": "0x740c"}, "system": {"Driver version": "6.3.6"}}'
  const machine = memoryMachine({
    files: {'/opt/rocm/bin/rocm-smi': '', '/opt/rocm/.info/version': '6.1.2-98\n'},
    programs: {'/opt/rocm/bin/rocm-smi': () => ended(said)},
  })
  expect((await probeGpu(machine)).facts).toEqual({gpu: 'AMD Instinct MI250X', driver: '6.3.6', rocm: '6.1.2-98'})
})
