import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {at, isObject, type JsonObject} from '../../base/json'
import {whichProgram} from '../../capture/env/programs'
import type {Files} from '../../ports/files'
import type {Machine, ProgramResult} from '../../ports/machine'
import {type Container, digestIn, type ImageHere, isImageName} from './container'
import type {EnvironmentChoice, EnvironmentPlan} from './environment'

export interface EnginePorts {
  readonly machine: Machine
  readonly files: Pick<Files, 'resolve' | 'facts' | 'read'>
}

export interface Asked {
  readonly network: boolean
  readonly gpus: boolean
}

const LIMIT_MS = 20_000
const MAX_DOCKERFILE = 1024 * 1024

/** The container that a command is to run in. Looks, and changes nothing. Throws USAGE, ENV_FAILED, and FILE_NOT_FOUND for a Dockerfile that is not there. */
export async function containerPlan(
  ports: EnginePorts,
  {image: said}: EnvironmentChoice,
  record: JsonObject,
  asked: Asked,
): Promise<EnvironmentPlan> {
  const image = said ?? recordedImage(record)
  if (image === undefined) throw noImage('the record names no image')
  const file = said === undefined ? undefined : dockerfileOf(ports, said)
  if (file === undefined && !isImageName(image))
    throw noImage(`"${image}" is no name of an image, and no Dockerfile here`)
  const {tool, rootless} = await engineOf(ports.machine)
  const name = file === undefined ? image : await builtName(ports, file)
  const here = await imageHere(ports.machine, tool, name)
  const user = ports.machine.facts().user
  const container: Container = {
    tool,
    image: name,
    ...(file !== undefined && {file}),
    pinned: file === undefined && digestIn(name) !== undefined,
    ...(here && {here}),
    user: user && `${user.uid}:${user.gid}`,
    rootless,
    ...asked,
  }
  const bring =
    file !== undefined
      ? [[tool, 'build', '--tag', name, '--file', file, file.slice(0, file.lastIndexOf('/')) || '/']]
      : here
        ? []
        : [[tool, 'pull', '--quiet', name]]
  return {kind: 'docker', container, commands: bring, left: [], assumed: assumedOf(container)}
}

function assumedOf({pinned, file, image}: Container): string[] {
  if (pinned) return []
  if (file !== undefined) return ['what the Dockerfile builds today may be another image than tomorrow']
  return [`the tag of ${image} may name another image tomorrow: name it by its digest, @sha256:…`]
}

function noImage(message: string): ExpError {
  return new ExpError('USAGE', message, {
    hints: ['--env docker=python:3.12-slim', '--env docker=./Dockerfile'],
  })
}

/** By its digest, where the record has it. */
function recordedImage(record: JsonObject): string | undefined {
  const container = at(record, 'env', 'container')
  if (!isObject(container)) return undefined
  const {image, digest} = container
  if (typeof image !== 'string' || !isImageName(image)) return undefined
  const pin = typeof digest === 'string' && digestIn(image) === undefined ? `${image}@${digest}` : image
  return isImageName(pin) ? pin : image
}

/** A word that leads to a file is one; one that looks like a path must. */
function dockerfileOf({files}: EnginePorts, word: string): string | undefined {
  const path = files.resolve(word)
  const kind = files.facts(path)?.kind
  if (kind === 'file' || kind === 'symlink') return path
  if (!/^[./~]|(?:^|\/)(?:Dockerfile|Containerfile)\b/.test(word)) return undefined
  throw new ExpError('FILE_NOT_FOUND', `there is no Dockerfile "${word}"`, {
    hints: ['--env docker=python:3.12-slim'],
    data: {path},
  })
}

async function builtName({files}: EnginePorts, file: string): Promise<string> {
  const bytes = await files.read(file, MAX_DOCKERFILE)
  return `git-exp-env:${sha256(Buffer.concat([Buffer.from(`${file}\0`), bytes])).slice(0, 12)}`
}

const ASK = {docker: '{{json .SecurityOptions}}', podman: '{{.Host.Security.Rootless}}'} as const

/** The first that answers: docker's program may be there without its daemon, beside a podman that needs none. */
async function engineOf(machine: Machine): Promise<{tool: Container['tool']; rootless: boolean}> {
  const there = (['docker', 'podman'] as const).filter(name => whichProgram(machine, name, '/') !== undefined)
  if (there.length === 0) throw noEngine('neither docker nor podman is on the PATH', [])
  const silent: string[] = []
  for (const tool of there) {
    const answer = await machine.run(tool, ['info', '--format', ASK[tool]], {limitMs: LIMIT_MS})
    if (succeeded(answer)) return {tool, rootless: /rootless|^true$/m.test(answer.stdout)}
    silent.push(`${tool} does not answer: ${whyNot(answer)}`)
  }
  throw noEngine(silent.join('; '), [`${there[0]} info`])
}

type Answered = Extract<ProgramResult, {kind: 'ended'}>
const succeeded = (answer: ProgramResult): answer is Answered => answer.kind === 'ended' && answer.code === 0
const whyNot = (answer: ProgramResult) =>
  answer.kind === 'failed' ? answer.reason : (answer.stderr.trim().split('\n').at(-1) ?? `it answered ${answer.code}`)

const noEngine = (message: string, hints: string[]) =>
  new ExpError('ENV_FAILED', message, {hints: [...hints, 'with the packages at hand: --env current']})

/** undefined: it is not here. */
export async function imageHere(
  machine: Machine,
  tool: Container['tool'],
  image: string,
): Promise<ImageHere | undefined> {
  const format = '{{.Id}} {{json .RepoDigests}}'
  const answer = await machine.run(tool, ['image', 'inspect', '--format', format, image], {limitMs: LIMIT_MS})
  if (!succeeded(answer)) return undefined
  const [, hex, digests] = /^(?:sha256:)?([0-9a-f]{64}) (.*)$/m.exec(answer.stdout) ?? []
  if (hex === undefined) return undefined
  const pinned = digestIn(image)
  const digest = pinned ?? /@(sha256:[0-9a-f]{64})"/.exec(digests!)?.[1]
  return {id: `sha256:${hex}`, ...(digest !== undefined && {digest})}
}

/** The same container once its image is here. Throws ENV_FAILED. */
export async function withImage(machine: Machine, container: Container): Promise<Container> {
  const here = await imageHere(machine, container.tool, container.image)
  if (!here) throw noEngine(`${container.tool} knows no image "${container.image}"`, [`${container.tool} images`])
  return {...container, here}
}
