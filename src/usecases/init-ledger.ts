import {ExpError, isExpError} from '../base/errors'
import {readLedgerFile, writeLedgerFile} from '../format/ledger-file'
import {readHead} from '../ledger/head'
import {bringBack} from '../ledger/last-tip'
import type {Oid} from '../model/ids'
import {LEDGER_FILE, templatePath} from '../model/paths'
import {CODE_CHAIN} from '../model/refs'
import {DEFAULT_CAPS, type LedgerSettings} from '../model/settings'
import type {Cache} from '../ports/cache'
import type {GitObjects, Signature} from '../ports/git-objects'
import type {GitRemotes} from '../ports/git-remotes'
import type {GitWriter} from '../ports/git-writer'
import type {Sharing} from '../ports/sharing'
import {bundledTemplates} from '../schema/bundled'
import {templateNotFound} from '../schema/templates'

export interface InitPorts {
  readonly objects: GitObjects
  readonly writer: GitWriter
  readonly remotes: GitRemotes
  readonly sharing: Sharing
  readonly cache: Cache
  readonly ref: string
}

export interface InitInput {
  readonly template: string | undefined
  /** Ask the remotes over the network whether they have a ledger already. */
  readonly askRemotes: boolean
  readonly dryRun: boolean
}

export interface Initialised {
  readonly ledger: string
  readonly commit: Oid | null
  readonly template: string
  readonly state: 'created' | 'tracked' | 'already there' | 'would be created'
  readonly remote?: string
  readonly warnings: readonly string[]
}

const REMOTE_PATIENCE_MS = 10_000

/** Fixed, so that two equal inits make the same commit and ledgers made apart can be merged. */
const FOUNDER: Signature = {name: 'git exp', email: 'git-exp@localhost', time: 1_767_225_600, zone: '+0000'}

/** Makes the ledger, or takes up the one that a remote has. Changes nothing where there is one already. */
export async function initLedger(ports: InitPorts, input: InitInput): Promise<Initialised> {
  const template = chosenTemplate(input.template)
  const here = await ports.objects.find([`${ports.ref}^{commit}`])
  if (here[0]) return alreadyThere(ports, input.template)
  const warnings: string[] = []
  const remote = await findRemote(ports, input.askRemotes, warnings)
  if (remote) return track(ports, remote, input, warnings)
  if (input.dryRun) return {ledger: ports.ref, commit: null, template, state: 'would be created', warnings}
  const result = await ports.writer.write({ref: ports.ref, base: undefined, commits: [rootCommit(template)]})
  if (result.kind === 'raced') return alreadyThere(ports, input.template)
  if (result.kind !== 'moved')
    throw new ExpError('GIT_FAILED', `the ledger could not be made: ${result.reason}`, {
      hints: ['who else is at it: git for-each-ref, then: git exp init'],
    })
  const back = bringBack(ports.cache, ports.ref)
  if (back !== undefined) warnings.push(`there was another ledger here before; ${back}`)
  return {ledger: ports.ref, commit: result.commits[0]!, template, state: 'created', warnings}
}

function chosenTemplate(asked: string | undefined): string {
  const names = bundledTemplates().map(({name}) => name)
  if (asked !== undefined && !names.includes(asked)) throw templateNotFound(asked, names)
  return asked ?? 'generic'
}

async function alreadyThere(ports: InitPorts, asked: string | undefined): Promise<Initialised> {
  const {tip, settings} = await readHead(ports.objects, ports.ref)
  if (asked !== undefined && asked !== settings.template) {
    throw new ExpError('LEDGER_EXISTS', `there is a ledger already, with the template "${settings.template}"`, {
      hints: [`name a template for one record: git exp record --template ${asked} run.json`],
      data: {ledger: ports.ref, template: settings.template},
    })
  }
  return {ledger: ports.ref, commit: tip, template: settings.template, state: 'already there', warnings: []}
}

async function findRemote(ports: InitPorts, ask: boolean, warnings: string[]): Promise<string | undefined> {
  const branch = branchOf(ports.ref)
  if (branch === undefined) return undefined
  const names = [...ports.remotes.names()].sort((a, b) => Number(b === 'origin') - Number(a === 'origin'))
  for (const remote of names) if (await ports.remotes.tracked(remote, branch)) return remote
  if (!ask) return undefined
  for (const remote of names) {
    const answer = await ports.remotes.ask(remote, branch, REMOTE_PATIENCE_MS)
    if (typeof answer === 'string') return remote
    if (answer) warnings.push(`${remote} could not be asked for a ledger: ${answer.unreachable}`)
  }
  return undefined
}

async function track(
  ports: InitPorts,
  remote: string,
  input: InitInput,
  warnings: readonly string[],
): Promise<Initialised> {
  const branch = branchOf(ports.ref)!
  const commit = (await ports.remotes.tracked(remote, branch)) ?? (await ports.remotes.fetch(remote, branch))
  const [file] = await ports.objects.find([`${commit}:${LEDGER_FILE}`])
  if (!file) {
    throw new ExpError(
      'BAD_LEDGER_FILE',
      `${remote}/${branch} holds no ${LEDGER_FILE}, so it is no ledger of git exp`,
      {
        hints: ['use another branch: git config exp.ledger <branch>'],
      },
    )
  }
  const {template} = await readLedgerFile(file.bytes)
  if (input.dryRun) return {ledger: ports.ref, commit, template, state: 'would be created', remote, warnings}
  await ports.remotes.track(remote, branch)
  const told = input.askRemotes ? await takeUpCode(ports, remote) : []
  return {ledger: ports.ref, commit, template, state: 'tracked', remote, warnings: [...warnings, ...told]}
}

/** The commits that records name, so that what is recorded here goes on from the remote's chain. */
async function takeUpCode({objects, writer, sharing, ref}: InitPorts, remote: string): Promise<string[]> {
  const [here] = await objects.find([CODE_CHAIN])
  if (here) return []
  try {
    const {chain} = await sharing.fetch(remote, ref)
    if (chain)
      await writer.write({ref, base: undefined, commits: [], moves: [{ref: CODE_CHAIN, from: undefined, to: chain}]})
    return []
  } catch (error) {
    if (!isExpError(error, 'REMOTE_FAILED')) throw error
    return [`the code of its runs is not here yet: git exp fetch ${remote}`]
  }
}

const branchOf = (ref: string) => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined)

function rootCommit(template: string) {
  const settings: LedgerSettings = {format: 1, template, directions: {}, naming: {unique: false}, caps: DEFAULT_CAPS}
  const text = (path: string, content: string) => ({path, bytes: Buffer.from(content)})
  return {
    message: 'init: an experiment ledger\n',
    author: FOUNDER,
    committer: FOUNDER,
    puts: [
      text('.gitattributes', '* -text\n'),
      text('README.md', LEDGER_README),
      {path: LEDGER_FILE, bytes: Buffer.from(writeLedgerFile(settings))},
      ...bundledTemplates().map(({name, bytes}) => ({path: templatePath(name), bytes})),
    ],
  }
}

const LEDGER_README = `# Experiment ledger

Each folder under \`runs/\` is one training or evaluation run: \`run.yaml\` is its record, \`events/\` what was decided later,
\`artifacts/\` its files (small ones whole, large ones as pointers). One commit is one change; \`git log -p\` reads as a diary.

Written by \`git exp\`. Nothing but git is needed to read it: \`git show exp-ledger:runs/<month>/<day>/<hour>/<run>/run.yaml\`
`
