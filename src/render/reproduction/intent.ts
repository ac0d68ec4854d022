import {safe, shellWord} from '../../base/text'

/** What is about to be done, for whoever is to agree to it. */
export interface IntentView {
  readonly original: {readonly id: string; readonly name: string}
  readonly commit: string
  readonly folder: string
  readonly argv: readonly string[]
  readonly started: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly refused: readonly string[]
  readonly code: {
    readonly lacking: {
      readonly files: readonly string[]
      readonly submodules: readonly {readonly path: string; readonly problem?: string}[]
    }
  }
  readonly data: readonly DataView[]
  readonly environment: {
    readonly commands: readonly (readonly string[])[]
    readonly left: readonly string[]
    readonly assumed: readonly string[]
    readonly folder?: string
    readonly container?: ContainerView
  }
}

interface ContainerView {
  readonly tool: string
  readonly image: string
  readonly file?: string
  readonly here?: {readonly id: string; readonly digest?: string}
  readonly user: string | undefined
  readonly network: boolean
  readonly gpus: boolean
}

interface DataView {
  readonly role: string
  readonly path?: string
  readonly file?: string
  readonly uri?: string
  readonly state: string
  readonly place?: string
  readonly at?: string
  readonly problem?: string
  readonly brought?: string
  readonly address?: string
}

const WORDS_SHOWN = 14

/** Lines, free of control characters. */
export function intentLines(view: IntentView, times: number): string[] {
  const {original, commit, folder, argv, started, variables, refused, code, data, environment} = view
  const {files, submodules} = code.lacking
  const told = data.filter(({state, place}) => place !== 'checkout' && state !== 'address')
  const {commands, left, assumed, folder: prefix, container} = environment
  const label = container ? 'image   ' : 'packages'
  return [
    `${original.name} ${original.id} is to be run again${times > 1 ? `, ${times} times` : ''}:`,
    `  code      ${commit.slice(0, 12)}, in a folder of its own${folder === '' ? '' : `, below ${folder}`}`,
    ...files.map(path => `  code      ${path}: a pointer of Git LFS, its bytes are NOT here`),
    ...submodules.map(({path, problem}) => `  code      submodule ${path} is NOT here: ${problem}`),
    ...told.map(each => `  data      ${each.path ?? each.file ?? each.uri ?? each.role}: ${dataWords(each)}`),
    ...Object.entries(variables).map(([name, value]) => `  variable  ${name}=${value}`),
    ...refused.map(name => `  variable  ${name} is not set: it is none of those that are set from a record`),
    ...commands.map(words => `  ${label}  ${spelled(words)}`),
    ...(prefix !== undefined && commands.length === 0 ? [`  packages  ${prefix}, made before`] : []),
    ...left.map(line => `  packages  ${line}: left out, it is no plain version`),
    ...(container ? [`  container ${containerText(container)}`] : []),
    ...assumed.map(text => `  assumed   ${text}`),
    `  command   ${argv.map(shellWord).join(' ')}`,
    ...(started[0] === argv[0] ? [] : [`            with ${shellWord(started[0]!)} in the place of its first word`]),
  ].map(safe)
}

const KEPT: Readonly<Record<string, string>> = {
  worktree: 'your working tree',
  store: 'the store',
  ledger: 'the ledger',
}

function dataWords({state, place = '', at = '', problem = '', brought, address = ''}: DataView): string {
  if (brought === 'fetched') return `to be fetched from ${address}, and checked`
  const from = brought === undefined ? 'read where it is' : `${brought} from ${KEPT[place] ?? at}`
  if (state === 'same') return `as recorded, ${from}`
  if (state === 'unpinned') return `${from}; no digest was recorded`
  if (state === 'refused') return `left out, ${problem}`
  if (state === 'unread') return `NOT readable, ${problem}`
  return state === 'missing' ? 'NOT here' : 'NOT as recorded'
}

/** What it is, and what it may do. */
function containerText({tool, image, file, here, user, network, gpus}: ContainerView): string {
  const what = file === undefined ? image : `what ${file} builds`
  const known = here && ` (${(here.digest ?? here.id).slice(0, 19)}… is here)`
  const may = [
    network ? 'with the network' : 'without network',
    ...(gpus ? ['with the GPUs'] : []),
    ...(user ? [`as user ${user}`] : []),
    'writing into the folder of the code alone',
  ]
  return `${tool} ${what}${known ?? ''}, ${may.join(', ')}`
}

function spelled(words: readonly string[]): string {
  const more = words.length > WORDS_SHOWN ? ` … ${words.length - WORDS_SHOWN} more` : ''
  return `${words.slice(0, WORDS_SHOWN).map(shellWord).join(' ')}${more}`
}
