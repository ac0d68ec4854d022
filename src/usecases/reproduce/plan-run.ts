import {RECORDED_VARIABLES} from '../../capture/env/variables'
import {ranCommit} from '../../compare/reproduction/plan/code-step'
import {planOf} from '../../compare/reproduction/plan/plan-of'
import type {PlanStep} from '../../compare/reproduction/plan/step'
import type {Oid} from '../../model/ids'
import type {GitObjects} from '../../ports/git-objects'
import type {Shown} from '../show-run'

/** Variables that may be set from a record: they decide how numbers are computed, and nothing is loaded or run because of one. */
export const SETTABLE: ReadonlySet<string> = new Set(RECORDED_VARIABLES)

/** The commit that holds what ran, where the repository has it. */
export async function codeHere(objects: GitObjects, {record}: Pick<Shown, 'record'>): Promise<Oid | undefined> {
  const commit = ranCommit(record)
  if (commit === undefined || !/^[0-9a-f]{4,64}$/.test(commit)) return undefined
  const [found] = await objects.find([`${commit}^{commit}`])
  return found?.oid
}

/** The exact steps to repeat a run, with what is known of each. */
export async function planRun(objects: GitObjects, shown: Shown): Promise<PlanStep[]> {
  const here = (await codeHere(objects, shown)) !== undefined
  const listed = shown.run.files.some(({path}) => path === 'requirements.txt')
  return planOf(shown.record, {
    codeHere: here,
    packages: listed ? `${shown.head.ref}:${shown.path}/requirements.txt` : undefined,
    variables: SETTABLE,
  })
}
