import type {StringFlag} from '../cli/spec'

/** Folders in which the data of a run may lie, beside where it lay. */
export const DATA = {
  data: {
    kind: 'string',
    multiple: true,
    summary: 'folder to look for data in',
    helpValue: '<folder>',
    completes: 'file',
  },
} as const satisfies Record<string, StringFlag>
