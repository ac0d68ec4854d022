import {ExpError} from '../base/errors'
import {plural, shellWord} from '../base/text'
import type {Checkout, CheckoutState, Checkouts} from '../ports/checkouts'
import type {Files} from '../ports/files'
import type {LiveRuns} from '../ports/live-runs'

export interface KeepPorts {
  readonly checkouts: Checkouts
  readonly files: Pick<Files, 'resolve' | 'realPath'>
  readonly liveHere: () => Promise<LiveRuns>
}

/** A checkout and what it holds that nothing else does. */
export type ListedCheckout = Checkout & CheckoutState

const NOTHING: CheckoutState = {changed: [], untracked: [], ignored: [], unreachable: false}

/** The checkouts of this repository that are still there. */
export async function listCheckouts({checkouts}: Pick<KeepPorts, 'checkouts'>): Promise<ListedCheckout[]> {
  const listed: ListedCheckout[] = []
  for (const checkout of checkouts.list()) {
    listed.push({...checkout, ...(checkout.unfinished ? NOTHING : await checkouts.state(checkout))})
  }
  return listed
}

export interface RemoveInput {
  /** A folder, an id, the beginning of one, or a name. */
  readonly word: string
  readonly force: boolean
  readonly dryRun: boolean
}

/**
 * Removes a checkout with all that is in it. Throws CHECKOUT_USED where something in it would be lost or a run goes on there, unless forced;
 * FILE_NOT_FOUND, FILE_AMBIGUOUS.
 */
export async function removeCheckout(ports: KeepPorts, {word, force, dryRun}: RemoveInput): Promise<Checkout> {
  const checkout = chosen(ports, word)
  if (!force && checkout.unfinished !== 'cut short') await mustBeUnused(ports, checkout)
  if (!dryRun) await ports.checkouts.remove(checkout)
  return checkout
}

function chosen({checkouts, files}: KeepPorts, word: string): Checkout {
  const all = checkouts.list()
  const folder = files.resolve(word)
  const real = files.realPath(folder)
  const tests: ((each: Checkout) => boolean)[] = [
    each => each.folder === folder || each.folder === real,
    ({run, name}) => run === word || name === word,
    ({run}) => word.length >= 4 && run.startsWith(word),
  ]
  const found = tests.map(test => all.filter(test)).find(matches => matches.length > 0) ?? []
  if (found.length === 1) return found[0]!
  const candidates = found.map(each => each.folder)
  if (found.length > 1) {
    throw new ExpError('FILE_AMBIGUOUS', `"${word}" has ${found.length} checkouts`, {
      hints: candidates.slice(0, 5).map(each => `git exp checkout --remove ${shellWord(each)}`),
      data: {word, candidates},
    })
  }
  throw new ExpError('FILE_NOT_FOUND', `"${word}" is no checkout that git exp made here`, {
    hints: ['git exp checkout --list', 'worktrees of your own: git worktree list'],
    data: {word},
  })
}

async function mustBeUnused(ports: KeepPorts, checkout: Checkout): Promise<void> {
  const {folder} = checkout
  const running = await runningIn(ports, folder)
  const state = checkout.unfinished ? NOTHING : await ports.checkouts.state(checkout)
  const lost = checkout.unfinished ? ['it is being made'] : lostWith(state)
  if (lost.length === 0 && running.length === 0) return
  const goes = running.map(id => `run ${id} goes on there`)
  throw new ExpError('CHECKOUT_USED', `"${folder}" is in use: ${[...goes, ...lost].join('; ')}`, {
    hints: [
      `what is there: git -C ${shellWord(folder)} status --ignored`,
      `away with it all: git exp checkout --remove ${shellWord(folder)} --force`,
    ],
    data: {folder, running, ...state},
  })
}

async function runningIn({liveHere, files}: KeepPorts, folder: string): Promise<string[]> {
  const live = await liveHere()
  return live.list().filter(id => {
    const top = live.read(id)?.after.top
    return top !== undefined && (top === folder || files.realPath(top) === folder)
  })
}

/** In words. */
export function lostWith({changed, untracked, ignored, unreachable}: CheckoutState): string[] {
  const some = (paths: readonly string[], noun: string) =>
    paths.length === 0
      ? []
      : [`${plural(paths.length, noun)} (${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ', …' : ''})`]
  return [
    ...some(changed, 'changed file'),
    ...some(untracked, 'new file'),
    ...some(ignored, 'ignored file'),
    ...(unreachable ? ['commits that no branch has'] : []),
  ]
}
