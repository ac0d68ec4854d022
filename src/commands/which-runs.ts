import type {OptionFlag, StringFlag} from '../cli/spec'

/** Flags that say which runs a command is about, beside those named. */
export const WHICH = {
  where: {
    kind: 'string',
    char: 'w',
    summary: 'also the runs that this CEL expression holds for',
    helpValue: '<expr>',
    completes: 'filter',
  },
  tag: {kind: 'string', char: 't', multiple: true, summary: 'also the runs with this tag', helpValue: '<tag>'},
  group: {kind: 'string', char: 'g', summary: 'also the runs of this group', helpValue: '<name>'},
  since: {kind: 'string', summary: 'also the runs created then or later', helpValue: '<time>'},
  until: {kind: 'string', summary: 'also the runs created then or earlier', helpValue: '<time>'},
  'group-by': {
    kind: 'string',
    summary: 'field whose values are compared, as params.tokenizer; id: each run by itself',
    helpValue: '<field>',
    completes: 'field',
  },
} as const satisfies Record<string, StringFlag>

export const ACROSS = {
  across: {
    kind: 'option',
    multiple: true,
    summary: 'a difference that is meant, and bars nothing',
    options: ['split', 'examples', 'definition', 'scale', 'tokenizer', 'hardware'],
  },
} as const satisfies Record<string, OptionFlag>

interface Said {
  readonly where: string | undefined
  readonly tag: readonly string[]
  readonly group: string | undefined
  readonly since: string | undefined
  readonly until: string | undefined
}

export const whichOf = (runs: readonly string[], {where, tag, group, since, until}: Said) => ({
  runs,
  where,
  tags: tag,
  group,
  since,
  until,
})

export const groupedBy = (field: string | undefined) => (field === undefined ? {} : {groupBy: field})
