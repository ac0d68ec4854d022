import {safe, shellWord} from '../../base/text'

/** What is about to be done, for whoever is to agree to it. */
export interface IntentView {
  readonly original: {readonly id: string; readonly name: string}
  readonly commit: string
  readonly folder: string
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly refused: readonly string[]
  readonly code: {
    readonly lacking: {
      readonly files: readonly string[]
      readonly submodules: readonly {readonly path: string; readonly problem?: string}[]
    }
  }
  readonly data: readonly {readonly what: string; readonly state: string}[]
  readonly environment: {readonly commands: readonly (readonly string[])[]; readonly left: readonly string[]}
}

const WORDS_SHOWN = 14

/** Lines, free of control characters. */
export function intentLines(view: IntentView, times: number): string[] {
  const {original, commit, folder, argv, variables, refused, code, data, environment} = view
  const {files, submodules} = code.lacking
  const told = data.filter(({state}) => state !== 'code' && state !== 'elsewhere')
  const {commands, left} = environment
  return [
    `${original.name} ${original.id} is to be run again${times > 1 ? `, ${times} times` : ''}:`,
    `  code      ${commit.slice(0, 12)}, in a folder of its own${folder === '' ? '' : `, below ${folder}`}`,
    ...files.map(path => `  code      ${path}: a pointer of Git LFS, its bytes are NOT here`),
    ...submodules.map(({path, problem}) => `  code      submodule ${path} is NOT here: ${problem}`),
    ...told.map(({what, state}) => `  data      ${what}: ${DATA_WORDS[state] ?? state}`),
    ...Object.entries(variables).map(([name, value]) => `  variable  ${name}=${value}`),
    ...refused.map(name => `  variable  ${name} is not set: it is none of those that are set from a record`),
    ...commands.map(words => `  packages  ${spelled(words)}`),
    ...left.map(line => `  packages  ${line}: left out, it is no plain version`),
    `  command   ${argv.map(quoted).join(' ')}`,
  ].map(safe)
}

const DATA_WORDS: Readonly<Record<string, string>> = {
  here: 'as recorded, linked from your working tree',
  unchecked: 'linked from where it is; no digest was recorded',
  changed: 'NOT as recorded',
  missing: 'NOT here',
  refused: 'left out, its path leads out of the repository',
}

const quoted = (word: string) => (word === '' ? "''" : shellWord(word))

function spelled(words: readonly string[]): string {
  const more = words.length > WORDS_SHOWN ? ` … ${words.length - WORDS_SHOWN} more` : ''
  return `${words.slice(0, WORDS_SHOWN).map(quoted).join(' ')}${more}`
}
