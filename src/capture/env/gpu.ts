import type {JsonObject} from '../../base/json'
import type {Machine} from '../../ports/machine'
import {type Found, known, textOf} from './probe'
import {whichProgram} from './programs'

/** Milliseconds; without persistence mode the driver takes a second to wake. */
const LIMIT_MS = 2000
const NVIDIA_FOLDER = '/proc/driver/nvidia'
const NVIDIA_QUERY = ['--query-gpu=index,uuid,driver_version,name', '--format=csv,noheader']

/** `gpu` (models and how many, of those the run may see) and `driver`. Asks only where there is a driver to ask. */
export async function probeGpu(machine: Machine): Promise<Found> {
  const nvidia = await probeNvidia(machine)
  return nvidia ?? (await probeRocm(machine)) ?? probeApple(machine) ?? {facts: {}}
}

interface Gpu {
  readonly index: string
  readonly uuid?: string
  readonly name: string
}

async function probeNvidia(machine: Machine): Promise<Found | undefined> {
  const program = whichProgram(machine, 'nvidia-smi', '/')
  const driver = textOf(machine, `${NVIDIA_FOLDER}/version`)?.match(/Kernel Module\D*?\s(\d+\.[\d.]+)/)?.[1]
  if (program === undefined && driver === undefined && !machine.list(NVIDIA_FOLDER)) return undefined
  const asked = program === undefined ? undefined : await machine.run(program, NVIDIA_QUERY, {limitMs: LIMIT_MS})
  if (asked?.kind === 'ended' && asked.code === 0) return fromQuery(machine, asked.stdout)
  const reason =
    asked === undefined
      ? 'nvidia-smi is not on the path'
      : `nvidia-smi ${asked.kind === 'failed' ? asked.reason : `said: ${firstLine(asked.stdout || asked.stderr)}`}`
  const gpus = fromProc(machine)
  if (gpus.length > 0) return {facts: known({...gpuFact(machine, gpus), driver})}
  return {facts: known({driver}), unknown: {gpu: reason}}
}

/** Lines of `index, uuid, driver_version, name`; the name comes last since it may hold a comma. */
function fromQuery(machine: Machine, csv: string): Found {
  const rows = csv
    .split('\n')
    .map(line => line.split(',').map(cell => cell.trim()))
    .filter(cells => cells.length >= 4)
  const gpus = rows.map(([index, uuid, , ...name]) => ({index: index!, uuid: uuid!, name: name.join(', ')}))
  return {facts: known({...gpuFact(machine, gpus), driver: rows[0]?.[2]})}
}

function fromProc(machine: Machine): Gpu[] {
  const names = (machine.list(`${NVIDIA_FOLDER}/gpus`) ?? []).flatMap(folder => {
    const text = textOf(machine, `${NVIDIA_FOLDER}/gpus/${folder}/information`)
    return text?.match(/^Model:\s*(.+?)\s*$/m)?.[1] ?? []
  })
  return names.map((name, index) => ({index: String(index), name}))
}

async function probeRocm(machine: Machine): Promise<Found | undefined> {
  const program = whichProgram(machine, 'rocm-smi', '/') ?? whichProgram(machine, '/opt/rocm/bin/rocm-smi', '/')
  const version = textOf(machine, '/sys/module/amdgpu/version')?.trim()
  if (program === undefined) return undefined
  const rocm = textOf(machine, '/opt/rocm/.info/version')?.trim()
  const asked = await machine.run(program, ['--showproductname', '--showdriverversion', '--json'], {limitMs: LIMIT_MS})
  const cards = asked.kind === 'ended' ? rocmCards(asked.stdout) : undefined
  if (cards) return {facts: known({...gpuFact(machine, cards.gpus), driver: cards.driver ?? version, rocm})}
  const reason = asked.kind === 'failed' ? asked.reason : `said: ${firstLine(asked.stdout || asked.stderr)}`
  return {facts: known({driver: version, rocm}), unknown: {gpu: `rocm-smi ${reason}`}}
}

/** `{"card0": {"Card Series": …}, "system": {"Driver version": …}}`; the case of the keys differs between releases. */
function rocmCards(text: string): {gpus: Gpu[]; driver: string | undefined} | undefined {
  try {
    const answer = JSON.parse(text.slice(text.indexOf('{'))) as Record<string, Record<string, string>>
    const value = (item: Record<string, string>, key: RegExp) =>
      Object.entries(item).find(([name]) => key.test(name))?.[1]
    const gpus = Object.entries(answer).flatMap(([card, item]) => {
      const index = /^card(\d+)$/.exec(card)?.[1]
      const name = value(item, /^card series$/i) ?? value(item, /^device name$/i) ?? value(item, /^card model$/i)
      return index !== undefined && name !== undefined ? {index, name} : []
    })
    return {gpus, driver: value(answer['system'] ?? {}, /^driver version$/i)}
  } catch {
    return undefined
  }
}

function probeApple(machine: Machine): Found | undefined {
  const {system, cpu} = machine.facts()
  return system === 'darwin' && cpu.model.startsWith('Apple') ? {facts: {gpu: cpu.model}} : undefined
}

/** `NVIDIA H100 80GB HBM3`, `4 x NVIDIA A100-SXM4-40GB`; different models joined by ` + `. */
function gpuFact(machine: Machine, gpus: readonly Gpu[]): JsonObject {
  const counts = new Map<string, number>()
  for (const {name} of visible(machine, gpus)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const words = [...counts].map(([name, number]) => (number === 1 ? name : `${number} x ${name}`))
  return words.length > 0 ? {gpu: words.join(' + ')} : {}
}

/** Those that CUDA_VISIBLE_DEVICES lets the run see: numbers or beginnings of ids; anything else hides none. */
function visible(machine: Machine, gpus: readonly Gpu[]): readonly Gpu[] {
  const said = machine.env['CUDA_VISIBLE_DEVICES'] ?? machine.env['HIP_VISIBLE_DEVICES']
  if (said === undefined) return gpus
  const words = said.split(',').map(word => word.trim())
  if (words.every(word => word === '' || /^-\d+$/.test(word) || word === 'NoDevFiles')) return []
  const seen = words.map(word => gpus.find(({index, uuid}) => index === word || uuid?.startsWith(word)))
  return seen.every(gpu => gpu !== undefined) ? seen : gpus
}

/** `cuda` and `cudnn` where the packages do not tell: what the image or the machine has. */
export function cudaOfMachine(machine: Machine): {cuda?: string; cudnn?: string} {
  const json = textOf(machine, '/usr/local/cuda/version.json')?.match(
    /"cuda"\s*:\s*\{[^}]*"version"\s*:\s*"([^"]+)"/,
  )?.[1]
  const cuda = machine.env['CUDA_VERSION'] ?? json
  const header = textOf(machine, '/usr/include/cudnn_version.h')
  const part = (name: string) => header?.match(new RegExp(`#define CUDNN_${name}\\s+(\\d+)`))?.[1]
  const cudnn = [part('MAJOR'), part('MINOR'), part('PATCHLEVEL')]
  return known({
    cuda: cuda && /^\d+\.\d/.test(cuda) ? cuda : undefined,
    cudnn: cudnn.every(Boolean) ? cudnn.join('.') : undefined,
  })
}

const firstLine = (text: string) => text.trim().split('\n')[0]!.slice(0, 200)
