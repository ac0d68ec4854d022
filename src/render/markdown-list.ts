import type {Budget} from './budget'

/** Of a longer list only the head is seen at first. */
export const MANY = 25

export interface MarkdownList {
  readonly title: string
  /** Stands between the title and the lines. */
  readonly head: string
  readonly lines: readonly string[]
  readonly noun: string
  /** Closed until somebody opens it. */
  readonly folded: boolean
}

/** As many lines as there is room for. */
export function addList(out: Budget, {title, head, lines, noun, folded}: MarkdownList): void {
  const [open, close] = folded
    ? [`\n<details><summary>${title}</summary>\n\n${head}`, '\n</details>\n']
    : [`\n${title}\n\n${head}`, '']
  let shown = 0
  while (shown < lines.length && out.add((shown === 0 ? open : '') + lines[shown]!, close.length)) shown++
  if (shown > 0) out.add(close)
  if (shown < lines.length) out.leaveOut(noun, lines.length - shown)
}
