import {posix} from 'node:path'
import type {Machine, MachineFacts, ProgramResult} from '../../ports/machine'

export interface MemoryMachineParts {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly facts?: Partial<MachineFacts>
  /** Absolute path → text; folders are where files lie below them. Files in a folder called bin can be run. */
  readonly files?: Readonly<Record<string, string>>
  /** Absolute path → the path it leads to. Folders can be linked too. */
  readonly links?: Readonly<Record<string, string>>
  /** What a program answers, by its path or name. */
  readonly programs?: Readonly<Record<string, (args: readonly string[]) => ProgramResult | Promise<ProgramResult>>>
}

/** A machine in memory; all of its files are equally old. */
export function memoryMachine(parts: MemoryMachineParts): Machine {
  const files = new Map(Object.entries(parts.files ?? {}))
  const links = Object.entries(parts.links ?? {})
  const follow = (path: string): string => {
    const whole = posix.normalize(path)
    const link = links.find(([from]) => whole === from || whole.startsWith(`${from}/`))
    return link ? follow(link[1] + whole.slice(link[0].length)) : whole
  }
  const list = (folder: string): readonly string[] | undefined => {
    const below = `${follow(folder).replace(/\/$/, '')}/`
    const names = [...files.keys(), ...links.map(([from]) => from)].filter(path => path.startsWith(below))
    const found = [...new Set(names.map(path => path.slice(below.length).split('/')[0]!))].sort()
    return found.length > 0 ? found : undefined
  }
  const head = (path: string, bytes: number) => {
    const text = files.get(follow(path))
    return text === undefined ? undefined : Buffer.from(text).subarray(0, bytes)
  }
  const stat: Machine['stat'] = path => {
    const text = files.get(follow(path))
    const executable = posix.basename(posix.dirname(follow(path))) === 'bin'
    if (text !== undefined) return {kind: 'file', size: Buffer.byteLength(text), modified: 0, executable}
    return list(path) && {kind: 'directory', size: 0, modified: 0, executable: true}
  }
  return {
    env: parts.env ?? {},
    facts: () => ({...FACTS, ...parts.facts}),
    read: (path, maxBytes) => {
      const bytes = head(path, maxBytes + 1)
      return bytes && bytes.length <= maxBytes ? bytes : undefined
    },
    head,
    list,
    stat,
    realPath: path => (stat(path) ? follow(path) : undefined),
    run: async (program, args) =>
      (await parts.programs?.[program]?.(args)) ?? {kind: 'failed', reason: `there is no program ${program}`},
  }
}

const FACTS: MachineFacts = {
  system: 'linux',
  hardware: 'x86_64',
  release: '6.1.0',
  hostname: 'node-1',
  home: '/home/ada',
  cpu: {model: 'AMD EPYC 7763', cores: 16, usable: 16},
  memory: 64 * 1024 ** 3,
}
