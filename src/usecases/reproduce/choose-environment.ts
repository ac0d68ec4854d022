import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {at, isObject, type JsonObject} from '../../base/json'
import {whichProgram} from '../../capture/env/programs'
import type {Oid} from '../../model/ids'
import type {RunPorts} from '../run/running'
import {CONDAS, condaPlan} from './conda'
import {type Asked, containerPlan} from './engine'
import {
  type EnvironmentChoice,
  type EnvironmentPlan,
  minorOf,
  NOTHING_TO_BUILD,
  pythonVersion,
  uvPlan,
  venvPlan,
  type Wanted,
} from './environment'

export interface Repeated {
  readonly record: JsonObject
  readonly requirements: string | undefined
  readonly commit: Oid
}

/** What is to be built for a run, and of what; looks, and changes nothing but our own cache. Throws USAGE, ENV_FAILED, FILE_NOT_FOUND. */
export async function chooseEnvironment(
  ports: RunPorts,
  choice: EnvironmentChoice,
  asked: Asked,
  repeated: Repeated,
): Promise<EnvironmentPlan> {
  const {kind} = choice
  if (kind !== 'docker' && (asked.network || asked.gpus)) {
    throw new ExpError('USAGE', '--network and --gpus are for --env docker: without it the command has both', {
      hints: ['--env docker=python:3.12-slim'],
    })
  }
  if (kind === 'current') return {kind, ...NOTHING_TO_BUILD}
  const {record} = repeated
  if (kind === 'docker') return containerPlan(ports, choice, record, asked)
  const wanted = wantedOf(repeated)
  const folder = ports.files.resolve(ports.repository.facts.commonDir, 'exp/cache/envs')
  if (kind === 'uv') return uvPlan(wanted, folder)
  if (kind === 'venv') return venvPlan(wanted, folder, await pythonFor(ports, wanted))
  return condaPlan(wanted, await condaFacts(ports, repeated, folder))
}

function wantedOf({record, requirements}: Repeated): Wanted {
  const python = at(record, 'env', 'python')
  const editable = at(record, 'env', 'editable')
  const folders = (Array.isArray(editable) ? editable : []).flatMap(each => {
    const name = at(each, 'name')
    return typeof name === 'string' ? [name] : []
  })
  return {requirements, python: typeof python === 'string' ? python : undefined, folders}
}

/** The version that ran where it is on the PATH, else what `python3` is. */
async function pythonFor({machine}: RunPorts, wanted: Wanted) {
  const minor = minorOf(pythonVersion(wanted))
  const own = minor === undefined ? undefined : `python${minor}`
  const program = own !== undefined && whichProgram(machine, own, '/') !== undefined ? own : 'python3'
  const answer = await machine.run(program, ['--version'], {limitMs: 10_000})
  const said = answer.kind === 'ended' ? /Python (\d+\.\d+\.\d+)/.exec(answer.stdout + answer.stderr)?.[1] : undefined
  return {program, version: said}
}

/** Files by which conda makes an environment, as a record names them among its lock files. */
const FILES = ['environment.yml', 'environment.yaml']

async function condaFacts(ports: RunPorts, {record, commit}: Repeated, folder: string) {
  const {machine, cache, files, ids, repository} = ports
  const tool = CONDAS.find(name => whichProgram(machine, name, '/') !== undefined)
  if (tool === undefined) {
    throw new ExpError('ENV_FAILED', `none of ${CONDAS.join(', ')} is on the PATH`, {
      hints: ['with the list of packages alone: --env uv, or --env venv'],
    })
  }
  const made = (name: string) => {
    const prefix = cache.read(name)
    const there = prefix && Buffer.from(prefix).toString()
    return there?.startsWith(`${folder}/conda-`) && files.facts(there)?.kind === 'directory' ? there : undefined
  }
  const fresh = Buffer.from(ids.random(3)).toString('hex')
  const locks = at(record, 'env', 'locks')
  const wanted = FILES.flatMap(name => (isObject(locks) && typeof locks[name] === 'string' ? [name] : []))
  for (const name of wanted) {
    const [blob] = await ports.objects.find([`${commit}:${name}`])
    const digest = sha256(blob?.bytes ?? Buffer.alloc(0))
    if (!blob || (locks as JsonObject)[name] !== `sha256:${digest}`) continue
    const kept = `env-${digest.slice(0, 16)}.yml`
    if (!cache.write(kept, blob.bytes)) continue
    return {tool, folder, made, fresh, file: {at: files.resolve(repository.facts.commonDir, 'exp/cache', kept), digest}}
  }
  return {tool, folder, made, fresh}
}
