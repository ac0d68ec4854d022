import {at, type JsonObject, listOf, textOf} from '../../../base/json'
import {dataNeeds} from '../../../model/data-needs'
import {isData} from './data-step'
import {item, type PlanAction, type PlanFacts, type PlanStep} from './step'

/** The commit that holds what ran. */
export const ranCommit = (record: JsonObject): string | undefined =>
  textOf(at(record, 'code', 'snapshot')) ?? textOf(at(record, 'code', 'commit'))

export function codeStep(record: JsonObject, {codeHere}: PlanFacts): PlanStep {
  const commit = ranCommit(record)
  const [repo, tree] = [textOf(at(record, 'code', 'repo')), textOf(at(record, 'code', 'tree'))]
  const full = commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit)
  const submodules = submodulesOf(record)
  const items = [
    ...(repo ? [item('repository', repo, 'known')] : []),
    commit === undefined
      ? item('commit', undefined, 'missing', 'no commit was recorded')
      : codeHere
        ? item(at(record, 'code', 'snapshot') === undefined ? 'commit' : 'snapshot', commit, 'known')
        : item(
            'commit',
            commit,
            full ? 'known' : 'assumed',
            'this repository does not have it: fetch it from where it was made',
          ),
    ...(at(record, 'code', 'dirty') === true && at(record, 'code', 'snapshot') === undefined
      ? [item('changes', undefined, 'missing', 'the working tree was dirty, and no snapshot was made')]
      : []),
    ...submodules.map(([path, at, dirty]) =>
      item('submodule', `${path} at ${at}`, 'known', dirty ? 'its changes are files of the snapshot' : undefined),
    ),
    ...listOf(at(record, 'code', 'incomplete')).map(what => item('not in the snapshot', String(what), 'missing')),
  ]
  const inputs = dataNeeds(record).flatMap(({path, role}) => (path === undefined || !isData(role) ? [] : [path]))
  const brought = inputs.map((path): PlanAction => ({do: 'bring-file', path}))
  const actions: PlanAction[] =
    commit && /^[0-9a-f]{4,64}$/.test(commit)
      ? [
          {do: 'checkout', commit, ...(tree && {tree}), ...(submodules.length > 0 && {submodules: true as const})},
          ...brought,
        ]
      : []
  return {name: 'code', items, actions}
}

const submodulesOf = (record: JsonObject): [path: string, commit: string, dirty: boolean][] =>
  listOf(at(record, 'code', 'submodules')).flatMap(each => {
    const [path, commit] = [textOf(at(each, 'path')), textOf(at(each, 'commit'))]
    return path === undefined || commit === undefined ? [] : [[path, commit, at(each, 'dirty') === true]]
  })
