import {EXIT} from '../../base/errors'

const MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  no: 'the answer is no',
  usage: 'the command line is wrong',
  input: 'something handed in is invalid: a record, a template, a filter, a setting',
  lookup: 'not found, or ambiguous',
  state: 'the repository or the machine is not in a state for it: moved, locked, full, too old',
  integrity: 'damage was found',
  remote: 'a remote could not be reached or refused',
  bug: 'a bug of git-exp',
  interrupted: 'interrupted (Ctrl-C)',
}

/** Exit code and meaning, in order; `no` says what 1 means for one command, and is left out where it cannot happen. */
export function exitTable(no?: string, all = false): readonly (readonly [number, string])[] {
  return (Object.keys(EXIT) as (keyof typeof EXIT)[])
    .filter(kind => kind !== 'no' || no !== undefined || all)
    .map(kind => [EXIT[kind], kind === 'no' ? (no ?? MEANING.no) : MEANING[kind]] as const)
}
