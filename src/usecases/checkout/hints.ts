import {plural, shellWord} from '../../base/text'
import type {MadeCheckout} from '../../ports/checkouts'
import type {BroughtData} from '../data/bring-data'
import {bringHints, failureHints, isFetchable} from '../data/outcome'
import type {LaidArtifact} from './lay-artifacts'

export interface Outcome {
  readonly id: string
  readonly folder: string
  readonly made: MadeCheckout | undefined
  readonly artifacts: readonly LaidArtifact[]
  readonly data: readonly BroughtData[]
  /** Where the readable diff was laid. */
  readonly patch: string | undefined
  readonly asked: {
    /** As it was typed. */
    readonly folder: string | undefined
    readonly data: readonly string[]
    readonly linkData: boolean
    readonly copyData: boolean
    readonly fetchData: boolean
  }
}

/** What to type next. Pure. */
export function checkoutHints({id, folder, made, artifacts, data, patch, asked}: Outcome): string[] {
  const git = `git -C ${shellWord(folder)}`
  const empty = made?.submodules.some(({problem}) => problem !== undefined)
  const lost = data.filter(({state, bring}) => state === 'missing' && bring === undefined)
  const fetchable = asked.fetchData ? [] : data.filter(isFetchable)
  const elsewhere = data.filter(({path, place, state}) => path && state === 'same' && LINKED.has(place ?? ''))
  const brings = asked.linkData || asked.copyData || asked.fetchData
  const kept = artifacts.filter(({state}) => state === 'kept')
  const again = `git exp checkout ${id}${asked.folder === undefined ? '' : ` ${shellWord(asked.folder)}`}`
  return [
    ...(empty ? [`${git} submodule update --init --recursive`] : []),
    ...(made && made.pointers.length > 0 ? [`${git} lfs pull`] : []),
    ...(patch ? [`its changes, as far as they can be read: ${git} apply ${shellWord(patch)}`] : []),
    ...failureHints(data),
    ...bringHints(data),
    ...(lost.length > 0 && asked.data.length === 0 ? [`data may lie in another folder: ${again} --data FOLDER`] : []),
    ...(elsewhere.length > 0 && !brings ? [`link the data into it: ${again} --link-data`] : []),
    ...(fetchable.length > 0 ? [`${plural(fetchable.length, 'input')} can be brought: ${again} --fetch-data`] : []),
    ...(kept.length > 0 ? [`${plural(kept.length, 'large artifact')} can be laid out too: ${again} --artifacts`] : []),
  ]
}

/** Where a link may lead. */
const LINKED: ReadonlySet<string> = new Set(['worktree', 'data', 'path', 'hub'])
