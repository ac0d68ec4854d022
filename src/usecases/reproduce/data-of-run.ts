import {ExpError} from '../../base/errors'
import {at} from '../../base/json'
import type {InputChange} from '../../compare/reproduction/inputs/change'
import {dataNeeds, placeOf} from '../../model/data-needs'
import type {Oid} from '../../model/ids'
import type {GitRepository} from '../../ports/git-repository'
import type {Links} from '../../ports/links'
import {type BringPorts, bringData} from '../data/bring-data'
import {type DataPorts, dataRoots, type FoundData, findData, look} from '../data/find-data'
import {webAddress} from '../data/outcome'
import type {Shown} from '../show-run'

/** How data is brought to where a run is repeated, as it was asked for. */
export interface DataWays {
  /** Folders in which it is looked for besides. */
  readonly data: readonly string[]
  /** Copies, where there would be links. */
  readonly copyData: boolean
  /** From web servers, too. */
  readonly fetchData: boolean
}

/** Data of a run, and what becomes of it once somebody agrees. */
export type DataToRepeat = FoundData & {
  readonly brought?: 'linked' | 'copied' | 'fetched'
  /** The address that would be asked. */
  readonly address?: string
}

/** Looks for all that a run read before it is repeated: in its code, in the user's working tree, where it lay, and in `folders`. Changes nothing. */
export async function dataToRepeat(
  ports: DataPorts & {readonly repository: Pick<GitRepository, 'facts'>},
  {record}: Pick<Shown, 'record'>,
  commit: Oid,
  {data, copyData, fetchData}: DataWays,
): Promise<DataToRepeat[]> {
  const roots = dataRoots(ports, data)
  const code = await ports.objects.files(commit)
  const found = await findData(ports, dataNeeds(record), {roots, code}).finally(() => ports.hashing.close())
  return found.map(each => {
    const address = each.path === undefined ? undefined : webAddress(each)
    if (address !== undefined && fetchData) return {...each, brought: 'fetched', address}
    if (each.path === undefined || each.at === undefined || ELSEWHERE.has(each.state)) return each
    return {...each, brought: copyData || each.place === 'store' || each.place === 'ledger' ? 'copied' : 'linked'}
  })
}

/** States of data that is not laid out, wherever it is. */
const ELSEWHERE: ReadonlySet<FoundData['state']> = new Set(['unread', 'refused'])

/** Lays it out below `top`, where the code is checked out. Answers the paths. Throws what keeps it from being brought. */
export async function layData(
  ports: BringPorts & {readonly links: Links},
  data: readonly DataToRepeat[],
  top: string,
): Promise<ReadonlySet<string>> {
  const linked: DataToRepeat[] = []
  for (const each of data) {
    if (each.brought !== 'linked' || (await isThrough(ports, each, top))) continue
    ports.links.lay(top, each.path!, each.at!)
    linked.push(each)
  }
  const others = data.filter(({brought}) => brought === 'copied' || brought === 'fetched')
  const fetched = {folder: top, link: false, copy: true, fetch: true, anyway: true, tell: () => {}}
  for (const {failed, copied, path, at} of await bringData(ports, others.map(toBring), fetched)) {
    if (failed) throw new ExpError(failed.code, failed.message, {hints: failed.hints})
    // A folder that the code has a part of.
    if (copied === false) ports.links.lay(top, path!, at!)
  }
  return new Set([...linked, ...others].flatMap(({path}) => path ?? []))
}

/** A link that the code holds leads to the very same. */
async function isThrough(ports: DataPorts, data: FoundData, top: string): Promise<boolean> {
  const there = await look(ports, data, {place: 'path', at: ports.files.resolve(top, data.path!)})
  return data.digest !== undefined && there?.state === 'same'
}

/** What is here, and is not what was recorded, is not to stand for what is fetched. */
function toBring(data: DataToRepeat): FoundData {
  if (data.brought !== 'fetched') return data
  const {at: _, place: __, found: ___, ...need} = data
  return {...need, state: 'missing'}
}

/** What the code was to bring, looked at where it is checked out: a filter, or a pointer of Git LFS, may have made something else of it. */
export async function dataInCode(ports: DataPorts, data: readonly FoundData[], top: string): Promise<FoundData[]> {
  const looked: FoundData[] = []
  for (const each of data) {
    const {path, place, digest} = each
    if (place !== 'checkout' || digest === undefined || path === undefined) continue
    const at = ports.files.resolve(top, path)
    looked.push((await look(ports, each, {place, at})) ?? {...each, state: 'missing'})
  }
  await ports.hashing.close()
  return looked
}

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
export function refuseData({id, record}: Shown, data: readonly DataToRepeat[]): void {
  const bad = data.filter(({state, brought}) => BAD[state] !== undefined && brought !== 'fetched')
  if (bad.length === 0) return
  const attempts = at(record, 'attempts')
  const host = Array.isArray(attempts) ? at(attempts.at(-1), 'host') : undefined
  const said = bad.map(each => `${nameOf(each)} ${BAD[each.state]}`)
  const where = typeof host === 'string' ? [`it was read on ${host}`] : []
  throw new ExpError('INPUT_CHANGED', `data of ${id} is not what it was:\n${said.join('\n')}`, {
    hints: [
      ...where,
      ...(bad.some(webAddress) ? [`it has an address: git exp reproduce ${id} --fetch-data`] : []),
      `it may lie in another folder: git exp reproduce ${id} --data FOLDER`,
      `with what is here: git exp reproduce ${id} --anyway`,
    ],
    data: {id, inputs: bad.map(each => ({what: nameOf(each), state: each.state}))},
  })
}
