import type {Flags} from './spec'

/** Flags of every command; also taken in front of the command, as git does. */
export const GLOBAL_FLAGS = {
  directory: {
    kind: 'string',
    char: 'C',
    multiple: true,
    helpValue: '<dir>',
    summary: 'run as if started in this folder; may be repeated, each relative to the one before',
  },
  json: {kind: 'boolean', summary: 'print one JSON document on stdout, also for errors'},
  color: {
    kind: 'option',
    options: ['always', 'auto', 'never'],
    summary: 'colour the output (auto: on a terminal, as color.exp and color.ui say)',
  },
  'no-pager': {kind: 'boolean', summary: 'do not pipe long output into a pager'},
} as const satisfies Flags

/** All flags a command takes: its own, then the global ones. */
export function withGlobals(own: Flags): Flags {
  return {...own, ...GLOBAL_FLAGS}
}
