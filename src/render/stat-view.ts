import {plural} from '../base/text'
import type {StatLine} from '../compare/stat'
import {styleOf} from './color'
import {mdHeader, mdRow} from './markdown'
import {countsText} from './source-lines'
import {pad} from './width'

/** A line for each part of a comparison; `nothing differs` where there is none. */
export function statText(stat: readonly StatLine[], color: boolean): string {
  const style = styleOf(color)
  if (stat.length === 0) return 'nothing differs\n'
  const room = Math.max(...stat.map(({section}) => section.length))
  const counts = stat.map(countText)
  const wide = Math.max(...counts.map(text => text.length))
  return stat
    .map((line, i) => {
      const rest = restText(line)
      return `${style.bold(pad(line.section, room))}  ${rest === '' ? counts[i] : `${pad(counts[i]!, wide)}  ${rest}`}\n`
    })
    .join('')
}

/** The same as a table. */
export function statMarkdown(stat: readonly StatLine[]): string {
  if (stat.length === 0) return 'nothing differs\n'
  const rows = stat.map(line => mdRow([line.section, countText(line), restText(line)]))
  return mdHeader(['part', 'what differs', ''], () => false) + rows.join('')
}

const NOUNS: Readonly<Record<string, string>> = {
  source: 'file',
  texts: 'file',
  packages: 'package',
  artifacts: 'artifact',
}

/** `4 files: 3 changed, 1 added`. */
function countText({section, changed, added, removed, renamed = 0}: StatLine): string {
  const kinds: readonly [number, string][] = [
    [changed, section === 'packages' ? 'moved' : 'changed'],
    [added, 'added'],
    [removed, 'removed'],
    [renamed, 'renamed'],
  ]
  const said = kinds.filter(([count]) => count > 0)
  const all = said.reduce((sum, [count]) => sum + count, 0)
  const noun = plural(all, NOUNS[section] ?? 'field')
  return said.length === 1
    ? `${noun} ${said[0]![1]}`
    : `${noun}: ${said.map(([count, what]) => `${count} ${what}`).join(', ')}`
}

function restText({lines, uncounted, better = 0, worse = 0}: StatLine): string {
  return [
    ...(lines && lines.added + lines.removed > 0 ? [countsText(lines.added, lines.removed)] : []),
    ...(uncounted ? [`not counted in ${plural(uncounted, 'file')}`] : []),
    ...(better > 0 ? [`${better} better`] : []),
    ...(worse > 0 ? [`${worse} worse`] : []),
  ].join(', ')
}
