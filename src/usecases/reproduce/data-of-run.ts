import {ExpError} from '../../base/errors'
import {at} from '../../base/json'
import type {InputChange} from '../../compare/reproduction/inputs'
import {dataNeeds, placeOf} from '../../model/data-needs'
import type {Oid} from '../../model/ids'
import type {GitRepository} from '../../ports/git-repository'
import {type DataPlaces, type DataPorts, type FoundData, findData} from '../data/find-data'
import type {Shown} from '../show-run'

/** Looks for all that a run read before it is repeated: in its code, in the user's working tree, where it lay, and in `folders`. Changes nothing. */
export async function dataToRepeat(
  ports: DataPorts & {readonly repository: Pick<GitRepository, 'facts'>},
  {record}: Pick<Shown, 'record'>,
  {commit, folders}: {readonly commit: Oid; readonly folders: readonly string[]},
): Promise<FoundData[]> {
  const {worktree} = ports.repository.facts
  const roots: DataPlaces['roots'] = [
    ...(worktree === undefined ? [] : [{place: 'worktree' as const, folder: worktree}]),
    ...folders.map(each => ({place: 'data' as const, folder: ports.files.resolve(each)})),
  ]
  const code = await ports.objects.files(commit)
  return findData(ports, dataNeeds(record), {roots, code}).finally(() => ports.hashing.close())
}

/** What the code was to bring, looked at where it is checked out: a filter, or a pointer of Git LFS, may have made something else of it. */
export async function dataInCode(ports: DataPorts, data: readonly FoundData[], top: string): Promise<FoundData[]> {
  const expected = data.filter(({place, digest}) => place === 'checkout' && digest !== undefined)
  const needs = expected.map(({state: _, place: __, at: ___, found: ____, ...need}) => need)
  const roots = [{place: 'checkout' as const, folder: top}]
  return findData(ports, needs, {roots}).finally(() => ports.hashing.close())
}

/** What is laid beside the code: its path in the repository, and where it is. */
export const layable = ({path, at, place, state}: FoundData) =>
  path === undefined || at === undefined || place === 'checkout' || state === 'unread' || state === 'refused'
    ? undefined
    : {path, source: at}

/** As a person finds it in the record. */
export const nameOf = (data: FoundData): string => placeOf(data) ?? data.role

/** What is other than recorded, as a verdict tells it. */
export const changedData = (data: readonly FoundData[]): InputChange[] =>
  data.flatMap(each => {
    const {state, digest, found} = each
    if (state !== 'changed') return []
    return [{what: nameOf(each), ...(digest && {before: digest}), ...(found?.digest && {after: found.digest})}]
  })

const BAD: Readonly<Partial<Record<FoundData['state'], string>>> = {
  missing: 'is not here',
  changed: 'is not as it was recorded',
  unread: 'cannot be read',
}

/** Throws INPUT_CHANGED where data is missing or other than recorded. */
export function refuseData({id, record}: Shown, data: readonly FoundData[]): void {
  const bad = data.filter(({state}) => BAD[state] !== undefined)
  if (bad.length === 0) return
  const attempts = at(record, 'attempts')
  const host = Array.isArray(attempts) ? at(attempts.at(-1), 'host') : undefined
  const said = bad.map(each => `${nameOf(each)} ${BAD[each.state]}`)
  const where = typeof host === 'string' ? [`it was read on ${host}`] : []
  throw new ExpError('INPUT_CHANGED', `data of ${id} is not what it was:\n${said.join('\n')}`, {
    hints: [
      ...where,
      `it may lie in another folder: git exp reproduce ${id} --data FOLDER`,
      `with what is here: git exp reproduce ${id} --anyway`,
    ],
    data: {id, inputs: bad.map(each => ({what: nameOf(each), state: each.state}))},
  })
}
