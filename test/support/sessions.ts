/** One `$ command` of a block, the line it stands in, and what the page says of it. */
export interface Step {
  readonly line: number
  readonly command: string
  readonly exit: number
  /** undefined: the block shows no output at all, so any will do. */
  readonly output: readonly string[] | undefined
}

/** The sessions of a page: what stands in its blocks of ```console, or in those of another info string. */
export function stepsOf(page: string, info = 'console'): Step[] {
  const steps: Step[] = []
  for (const block of page.matchAll(new RegExp(`^\`\`\`${info}\\n(.*?)^\`\`\`$`, 'gms'))) {
    const first = page.slice(0, block.index).split('\n').length + 1
    const lines = block[1]!.split('\n').slice(0, -1)
    const silent = lines.every(line => line.startsWith('$ '))
    lines.forEach((line, i) => {
      if (!line.startsWith('$ ')) return
      const [, command, exit] = /^\$ (.*?)(?:\s+# exit (\d+))?$/.exec(line)!
      const next = lines.findIndex((other, j) => j > i && other.startsWith('$ '))
      const output = silent ? undefined : lines.slice(i + 1, next < 0 ? undefined : next)
      steps.push({line: first + i, command: command!, exit: Number(exit ?? 0), output})
    })
  }
  return steps
}

export const linesOf = (text: string) =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map(line => line.trimEnd())

/** `…` in a line stands for anything within it, a line of nothing else for any lines, also none. */
export function matches(said: readonly string[], printed: readonly string[]): boolean {
  const pattern = said.map(line =>
    line === '…' ? '(?:[^\\n]*\\n)*?' : `${line.trimEnd().split('…').map(literal).join('[^\\n]*')}\\n`,
  )
  return new RegExp(`^${pattern.join('')}$`).test(printed.map(line => `${line}\n`).join(''))
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
