import {sha256} from '../base/digest'
import type {Oid} from '../model/ids'
import type {Checkouts, LaidFile, MadeCheckout} from '../ports/checkouts'
import type {Pieces} from '../ports/copies'
import type {TreeEntry} from '../ports/git-objects'
import type {GitRepository} from '../ports/git-repository'
import type {BytesPorts} from './artifact-bytes'
import {type Environment, environmentOf, installable} from './checkout/environment'
import {type CodePorts, type FoundCode, findCode} from './checkout/find-code'
import {checkoutHints} from './checkout/hints'
import {type LaidArtifact, layArtifacts} from './checkout/lay-artifacts'
import {needsOf, type RunNeeds} from './checkout/needs'
import {codeNotes, filesNotes} from './checkout/notes'
import {type BringPorts, type BroughtData, bringData} from './data/bring-data'
import {dataRoots, findData} from './data/find-data'
import {bringWarnings, fetchExit, webAddress} from './data/outcome'
import {type Shown, type ShowPorts, showRun} from './show-run'
import {textBeside} from './text-beside'

export type CheckoutPorts = ShowPorts &
  BytesPorts &
  CodePorts &
  BringPorts & {
    readonly checkouts: Checkouts
    readonly repository: Pick<GitRepository, 'facts'>
  }

export interface CheckoutInput {
  readonly run: string
  /** undefined: the usual place. */
  readonly folder: string | undefined
  readonly standalone: boolean
  /** Also artifacts that lie in the store. */
  readonly artifacts: boolean
  /** Folders in which data is looked for. */
  readonly data: readonly string[]
  /** Data that was found elsewhere gets a symlink at its path. */
  readonly linkData: boolean
  /** A copy instead. */
  readonly copyData: boolean
  /** And what is not here is brought, from stores and web servers. */
  readonly fetchData: boolean
  /** The commit without the changes that ran. */
  readonly base: boolean
  readonly dryRun: boolean
  readonly tell: (text: string) => void
}

export interface CheckedOut {
  readonly id: string
  readonly name: string
  /** Absolute. */
  readonly folder: string
  /** `planned`: a dry run; `there`: it was there already. */
  readonly state: 'made' | 'there' | 'planned'
  readonly kind: 'worktree' | 'clone'
  readonly needs: RunNeeds
  readonly code: FoundCode
  readonly artifacts: readonly LaidArtifact[]
  readonly data: readonly BroughtData[]
  readonly environment: Environment
  /** What is not as it was, and could not be helped. */
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
  readonly hints: readonly string[]
  readonly exit: number
}

/** Where files are laid while nothing is made. */
const SIDE = '.exp'

/**
 * The code of a run in a folder of its own, with what else it needs laid out or looked for. Throws CODE_NOT_FOUND, DAMAGED_RECORD,
 * FILE_EXISTS, USAGE; nothing is left behind then.
 */
export async function checkoutRun(ports: CheckoutPorts, input: CheckoutInput): Promise<CheckedOut> {
  const run = await showRun(ports, input.run)
  const needs = needsOf(run, await textBeside(ports, run, 'requirements.txt'))
  const code = await findCode(ports, run, needs.code, input)
  const folder =
    input.folder === undefined
      ? await ports.checkouts.usualPlace(run.id)
      : ports.files.resolve(input.folder.replace(/(.)\/+$/, '$1'))
  const made = await makeOrLook(ports, run, {needs, code, folder, input})
  try {
    return await layOut(ports, run, {needs, code, folder: made?.folder ?? folder, made, input})
  } catch (error) {
    if (made?.fresh) await ports.checkouts.remove(made).catch(() => {})
    throw error
  } finally {
    await ports.hashing.close()
  }
}

interface Planned {
  readonly needs: RunNeeds
  readonly code: FoundCode
  readonly folder: string
  readonly input: CheckoutInput
}

/** undefined: nothing was made, since nothing is to be. */
async function makeOrLook(
  {checkouts}: CheckoutPorts,
  {id, name}: Shown,
  {needs, code, folder, input}: Planned,
): Promise<MadeCheckout | undefined> {
  const request = {run: id, name, commit: code.commit, folder}
  if (!input.dryRun) {
    return checkouts.make({...request, standalone: input.standalone, submodules: needs.code.submodules})
  }
  await checkouts.lookAt(folder, request)
  return undefined
}

type Made = Planned & {readonly made: MadeCheckout | undefined}

async function layOut(ports: CheckoutPorts, run: Shown, plan: Made): Promise<CheckedOut> {
  const {needs, code, folder, made, input} = plan
  const lay = layer(ports, folder, made)
  const tree = await ports.objects.files(code.tree)
  const objectFormat = ports.repository.facts.objectFormat
  const artifacts = await layArtifacts({...ports, lay, objectFormat}, run, {tree, large: input.artifacts})
  const list = needs.env.requirements && (await lay('requirements.txt', once(installable(needs.env)))).at
  const diff = code.how === 'base' ? await textBeside(ports, run, 'code.diff') : undefined
  const patch = diff && (await lay('code.diff', once(diff))).at
  const environment = environmentOf(needs.env, {
    requirements: list || undefined,
    side: list?.split('/')[0] ?? SIDE,
    sameLocks: await sameLocks(ports, needs, tree),
  })
  const data = await dataOf(ports, tree, plan)
  return {
    id: run.id,
    name: run.name,
    folder,
    state: made === undefined ? 'planned' : made.fresh ? 'made' : 'there',
    kind: made?.kind ?? (input.standalone ? 'clone' : 'worktree'),
    needs,
    code,
    exit: made && made.differing.length > 0 ? 1 : input.fetchData && made ? fetchExit(data) : 0,
    warnings: bringWarnings(data),
    artifacts,
    data,
    environment,
    notes: [...codeNotes(needs.code, code), ...(made ? filesNotes(made) : [])],
    hints: [
      ...run.hints,
      ...checkoutHints({id: run.id, folder, made, artifacts, data, patch: patch || undefined, asked: input}),
    ],
  }
}

type Lay = (path: string, pieces: Pieces) => Promise<LaidFile>

/** Where a checkout stood already, what was laid then is still meant. */
function layer({checkouts}: CheckoutPorts, folder: string, made: MadeCheckout | undefined): Lay {
  if (made === undefined) return async path => ({at: `${SIDE}/${path}`, taken: false})
  return async (path, pieces) => {
    const laid = await checkouts.lay(folder, path, pieces)
    return made.fresh ? laid : {...laid, taken: false}
  }
}

async function* once(text: string): Pieces {
  yield Buffer.from(text)
}

async function dataOf(ports: CheckoutPorts, tree: readonly TreeEntry[], {needs, folder, made, input}: Made) {
  const roots = [...(made ? [{place: 'checkout' as const, folder}] : []), ...dataRoots(ports, input.data)]
  const found = await findData(ports, needs.data, {roots, ...(!made && {code: tree})})
  const {linkData: link, copyData: copy, tell} = input
  for (const each of made || !input.fetchData ? [] : found) {
    const address = webAddress(each)
    if (address !== undefined) tell(`would fetch ${address}`)
  }
  const wants = made ? {link, copy, fetch: input.fetchData} : {link: false, copy: false, fetch: false}
  return bringData(ports, found, {folder, ...wants, tell})
}

async function digestOf(objects: CheckoutPorts['objects'], oid: Oid): Promise<string | undefined> {
  for await (const {bytes} of objects.blobs([oid])) return `sha256:${sha256(bytes)}`
  return undefined
}

async function sameLocks({objects}: CheckoutPorts, {env}: RunNeeds, tree: readonly TreeEntry[]): Promise<string[]> {
  const same: string[] = []
  for (const [name, digest] of Object.entries(env.locks)) {
    const entry = tree.find(({path, mode}) => path === name && mode.startsWith('100'))
    if (entry && (await digestOf(objects, entry.oid)) === digest) same.push(name)
  }
  return same
}
