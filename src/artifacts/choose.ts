import type {ToldArtifact} from './entries'
import {lookOf} from './look'

/** Words that people use for a role. */
const CALLED: Readonly<Record<string, string>> = {
  checkpoint: 'weight',
  error_list: 'error',
  figure: 'plot',
  model: 'weight',
}

/** The artifacts a word names: by the whole path; else by the end of it, whole parts; else by role. */
export function artifactsNamed<T extends ToldArtifact>(artifacts: readonly T[], word: string): T[] {
  const path = word.replace(/^\.\//, '')
  const whole = artifacts.filter(each => each.path === path)
  if (whole.length > 0) return whole
  const ending = artifacts.filter(each => each.path.endsWith(`/${path}`))
  if (ending.length > 0) return ending
  const role = plainRole(word)
  return artifacts.filter(each => each.role !== undefined && plainRole(each.role) === role)
}

/** `Error-List` and `errors` are one. */
function plainRole(role: string): string {
  const plain = role
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/s$/, '')
  return Object.hasOwn(CALLED, plain) ? CALLED[plain]! : plain
}

const LOOKED_FOR: ReadonlySet<string> = new Set(['confusion_matrix', 'errors'])

/** What a person reads or sees: matrices, lists of errors, texts, pictures. */
export const isReadable = (artifact: ToldArtifact): boolean =>
  !artifact.absent && (LOOKED_FOR.has(artifact.role ?? '') || lookOf(artifact) !== undefined)
