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
  readonly data: readonly {readonly what: string; readonly state: string}[]
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

const WORDS_SHOWN = 14

/** Lines, free of control characters. */
export function intentLines(view: IntentView, times: number): string[] {
  const {original, commit, folder, argv, started, variables, refused, code, data, environment} = view
  const {files, submodules} = code.lacking
  const told = data.filter(({state}) => state !== 'code' && state !== 'elsewhere')
  const {commands, left, assumed, folder: prefix, container} = environment
  const label = container ? 'image   ' : 'packages'
  return [
    `${original.name} ${original.id} is to be run again${times > 1 ? `, ${times} times` : ''}:`,
    `  code      ${commit.slice(0, 12)}, in a folder of its own${folder === '' ? '' : `, below ${folder}`}`,
    ...files.map(path => `  code      ${path}: a pointer of Git LFS, its bytes are NOT here`),
    ...submodules.map(({path, problem}) => `  code      submodule ${path} is NOT here: ${problem}`),
    ...told.map(({what, state}) => `  data      ${what}: ${DATA_WORDS[state] ?? state}`),
    ...Object.entries(variables).map(([name, value]) => `  variable  ${name}=${value}`),
    ...refused.map(name => `  variable  ${name} is not set: it is none of those that are set from a record`),
    ...commands.map(words => `  ${label}  ${spelled(words)}`),
    ...(prefix !== undefined && commands.length === 0 ? [`  packages  ${prefix}, made before`] : []),
    ...left.map(line => `  packages  ${line}: left out, it is no plain version`),
    ...(container ? [`  container ${containerText(container)}`] : []),
    ...assumed.map(text => `  assumed   ${text}`),
    `  command   ${argv.map(quoted).join(' ')}`,
    ...(started[0] === argv[0] ? [] : [`            with ${quoted(started[0]!)} in the place of its first word`]),
  ].map(safe)
}

const DATA_WORDS: Readonly<Record<string, string>> = {
  here: 'as recorded, linked from your working tree',
  unchecked: 'linked from where it is; no digest was recorded',
  changed: 'NOT as recorded',
  missing: 'NOT here',
  refused: 'left out, its path leads out of the repository',
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

const quoted = (word: string) => (word === '' ? "''" : shellWord(word))

function spelled(words: readonly string[]): string {
  const more = words.length > WORDS_SHOWN ? ` … ${words.length - WORDS_SHOWN} more` : ''
  return `${words.slice(0, WORDS_SHOWN).map(quoted).join(' ')}${more}`
}
