import {plural, safe} from '../base/text'
import type {PackageDiff} from '../compare/packages'
import {isUnshown, type SourceDiff, type SourceFile} from '../compare/source/diff-source'
import type {Style} from './color'
import {hunkTexts} from './hunk-lines'
import {
  fileChange,
  filePath,
  LETTERS,
  packageLines,
  packagesText,
  sourceHead,
  subjectLines,
  totalText,
  unlisted,
} from './source-lines'
import {cutToWidth, pad, widthOf} from './width'

/** Files that are named; the diffs below have their texts. */
const MAX_LISTED = 40
const MAX_PACKAGES = 40

/** The code of two runs for a terminal: where it stands, the commits between, the files touched. */
export function sourceText(source: SourceDiff, style: Style, width: number): string {
  const signs = {'+': style.green('+'), '-': style.red('-')}
  const lines = [
    ...sourceHead(source),
    ...subjectLines(source.range).map(({sign, text}) => `${signs[sign]} ${cutToWidth(text, width - 4)}`),
    ...fileLines(source.files.slice(0, MAX_LISTED), style, width - 2),
    ...more(unlisted(source, Math.min(MAX_LISTED, source.files.length)), 'file', style),
    ...[totalText(source)].filter(text => text !== '').map(style.dim),
  ]
  return section('source', lines, style)
}

function fileLines(files: readonly SourceFile[], style: Style, width: number): string[] {
  const paths = files.map(file => cutToWidth(safe(filePath(file)), Math.max(16, width - 16)))
  const room = Math.max(0, ...paths.map(widthOf))
  const marks = {added: style.green, removed: style.red, changed: style.yellow, renamed: style.cyan}
  return files.map((file, i) => {
    const change = safe(fileChange(file))
    return `${marks[file.kind](LETTERS[file.kind])} ${change === '' ? paths[i]! : pad(paths[i]!, room)}${change === '' ? '' : `  ${change}`}`
  })
}

/** The packages of two interpreters for a terminal. */
export function packagesSection(packages: PackageDiff, style: Style): string {
  const all = packageLines(packages)
  const room = Math.max(...all.map(({name}) => widthOf(name)))
  const marks = {'+': style.green, '-': style.red, ' ': (text: string) => text}
  const lines = all
    .slice(0, MAX_PACKAGES)
    .map(({sign, name, text}) => marks[sign](`${sign} ${pad(safe(name), room)}  ${text}`))
  return section(
    'packages',
    [...lines, ...more(all.length - MAX_PACKAGES, 'package', style), style.dim(packagesText(packages))],
    style,
  )
}

const more = (count: number, noun: string, style: Style) =>
  count > 0 ? [style.dim(`${plural(count, `more ${noun}`)}: --format json has them`)] : []

const section = (name: string, lines: readonly string[], style: Style) =>
  `\n${style.bold(name)}\n${lines.map(line => `  ${line}\n`).join('')}`

/** The texts of the files touched, and of how many more there is no room. */
export function sourceTexts({files}: SourceDiff, style: Style, width: number): string[] {
  const shown = files.filter(({hunks}) => hunks.length > 0)
  const left = files.filter(isUnshown).length
  return [
    ...shown.map(file => `\n${style.bold(safe(filePath(file)))}\n${hunkTexts(file, style, width).join('\n')}\n`),
    ...(left > 0 ? [`\n${style.dim(`(the lines of ${plural(left, 'more file')} are not shown)`)}\n`] : []),
  ]
}
