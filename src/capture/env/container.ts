import {posix} from 'node:path'
import type {JsonObject} from '../../base/json'
import type {Machine} from '../../ports/machine'
import {assigned, type Found, known, textOf} from './probe'

/** `container`: its kind and, where they can be told from inside, its image and id. Empty outside of any. */
export function probeContainer(machine: Machine): Found {
  const container = apptainer(machine) ?? engine(machine)
  const pod = machine.env['KUBERNETES_SERVICE_HOST'] === undefined ? {} : {orchestrator: 'kubernetes'}
  const facts = {...container, ...pod}
  return {facts: Object.keys(facts).length > 0 ? {container: facts} : {}}
}

/** The image's file name without its folder, which is about the machine. */
function apptainer({env}: Machine): JsonObject | undefined {
  for (const [kind, prefix] of [
    ['apptainer', 'APPTAINER'],
    ['singularity', 'SINGULARITY'],
  ] as const) {
    const image = env[`${prefix}_CONTAINER`] ?? env[`${prefix}_NAME`]
    if (image) return {kind, image: posix.basename(image)}
  }
  return undefined
}

function engine(machine: Machine): JsonObject | undefined {
  const podman = textOf(machine, '/run/.containerenv')
  if (podman !== undefined) {
    return known({kind: 'podman', image: assigned(podman, 'image'), id: shortId(assigned(podman, 'id'))})
  }
  const groups = textOf(machine, '/proc/self/cgroup') ?? ''
  const mounts = textOf(machine, '/proc/self/mountinfo') ?? ''
  const id = groups.match(/\b([0-9a-f]{64})\b/)?.[1] ?? mounts.match(/\/containers\/([0-9a-f]{64})\//)?.[1]
  const named = groups.match(/docker|libpod|containerd|lxc/)?.[0]?.replace('libpod', 'podman')
  const said = machine.env['container']
  const kind = machine.stat('/.dockerenv')
    ? 'docker'
    : (named ?? (said && /^[a-z-]{1,20}$/.test(said) ? said : undefined))
  return kind === undefined ? undefined : known({kind, id: shortId(id)})
}

const shortId = (id: string | undefined) => id?.slice(0, 12)
