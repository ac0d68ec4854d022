import {join} from 'node:path'
import {sha256} from '../../base/digest'
import type {Machine} from '../../ports/machine'
import type {Found} from './probe'

/** Bytes; a larger one is no lock file that a person would want hashed before a run. */
const MAX_LOCK = 32 * 1024 * 1024
const MAX_LOCKS = 20
const LOCK =
  /^(?:uv\.lock|poetry\.lock|pdm\.lock|pixi\.lock|pylock(?:\.[\w-]+)?\.toml|conda-lock\.ya?ml|environment\.ya?ml|requirements[\w.-]*\.txt|Pipfile\.lock|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.lock)$/

/** `locks`: each lock file at the top of the repository with the digest of its bytes. */
export function probeLocks(machine: Machine, top: string): Found {
  const names = (machine.list(top) ?? []).filter(name => LOCK.test(name)).slice(0, MAX_LOCKS)
  const locks = names.flatMap(name => {
    const bytes = machine.read(join(top, name), MAX_LOCK)
    return bytes ? [[name, `sha256:${sha256(bytes)}`] as const] : []
  })
  return {facts: locks.length > 0 ? {locks: Object.fromEntries(locks)} : {}}
}
