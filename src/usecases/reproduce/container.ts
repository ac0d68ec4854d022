import {ExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'

/** How a container is to be started; nothing of it comes from a record but the image, where nobody named one. */
export interface Container {
  readonly tool: 'docker' | 'podman'
  /** As it was named, or the name under which the Dockerfile is built. */
  readonly image: string
  /** The user's own, absolute. */
  readonly file?: string
  /** Named by its digest: it is that image or none. */
  readonly pinned: boolean
  /** What the image is on this machine; undefined: it is not here yet. */
  readonly here?: ImageHere
  /** `uid:gid` */
  readonly user: string | undefined
  readonly rootless: boolean
  readonly network: boolean
  readonly gpus: boolean
}

export interface ImageHere {
  /** `sha256:…` of its configuration. */
  readonly id: string
  /** `sha256:…` by which a registry knows it. */
  readonly digest?: string
}

/** No option, no blank, nothing that a shell or a terminal would take for more. */
const IMAGE = /^[a-z0-9](?:[a-z0-9._:/-]*[a-z0-9])?(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/

export const isImageName = (text: string): boolean => text.length <= 400 && IMAGE.test(text)
export const digestIn = (image: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1]

/** What a record says of a command that runs in it. */
export function containerFacts({tool, image, file, here}: Container): JsonObject {
  return {
    kind: tool,
    ...(file === undefined && {image}),
    ...(file !== undefined && {image: 'built from a Dockerfile'}),
    ...(here?.digest && {digest: here.digest}),
    ...(here && {image_id: here.id}),
  }
}

export interface ContainerRun {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Folders that may be written to. */
  readonly writable: readonly string[]
  /** Files and folders that may be read. */
  readonly readable: readonly string[]
}

/**
 * The command as one of docker's or podman's: everything lies at the path it has outside, files are the user's, and the container can do
 * nothing that the user could not. No shell of ours or of the image reads the words. Throws ENV_FAILED for a path that cannot be mounted.
 */
export function containerArgv(container: Container, {argv, cwd, env, writable, readable}: ContainerRun): string[] {
  const {tool, image, here, network, gpus} = container
  const [program, ...words] = argv
  const variables = Object.entries({HOME: '/tmp', ...env})
  return [
    tool,
    ...['run', '--rm', '--pull', 'never', ...(network ? [] : ['--network', 'none'])],
    ...(tool === 'docker' ? ['--init'] : []),
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '2g'],
    ...userWords(container),
    ...(gpus ? (tool === 'podman' ? ['--device', 'nvidia.com/gpu=all'] : ['--gpus', 'all']) : []),
    ...writable.flatMap(path => ['--mount', mount(path, '')]),
    ...readable.flatMap(path => ['--mount', mount(path, tool === 'podman' ? ',ro=true' : ',readonly')]),
    ...['--workdir', cwd, ...(env['GIT_EXP_RUN_ID'] ? ['--name', `git-exp-${env['GIT_EXP_RUN_ID']}`] : [])],
    ...variables.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    // The image's own entry point may be a shell. podman takes a list, so that no word is read as one.
    `--entrypoint=${tool === 'podman' ? JSON.stringify([program]) : program}`,
    here?.id ?? image,
    ...words,
  ]
}

/** Without a root behind it, the root of the container is the user. */
function userWords({tool, user, rootless}: Container): string[] {
  // A label of SELinux would have to be written on the user's own files otherwise.
  if (tool === 'podman') {
    const same = rootless ? ['--userns', 'keep-id'] : []
    return [...same, ...(user ? ['--user', user] : []), '--security-opt', 'label=disable']
  }
  return rootless ? ['--user', '0:0'] : user ? ['--user', user] : []
}

function mount(path: string, how: string): string {
  mustBeMountable(path)
  return `type=bind,source=${path},target=${path}${how}`
}

/** The words that say what is mounted are cut at commas. Throws ENV_FAILED. */
export function mustBeMountable(path: string): void {
  if (!/[,"\u0000-\u001f\u007f]/.test(path)) return
  const message = `"${path}" cannot be mounted: its name holds a comma, a quote or a control character`
  throw new ExpError('ENV_FAILED', message, {hints: ['with the packages at hand: --env current'], data: {path}})
}
