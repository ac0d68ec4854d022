import {at, isObject, type Json} from '../base/json'
import {plural} from '../base/text'
import {formatBytes} from '../base/units'
import type {Comparison, ComparisonRow, SectionName} from '../compare/compare-runs'
import {isNumeric} from '../compare/same-value'
import {isBinaryName} from '../compare/source/plain-text'
import {formatDelta, formatPair} from './numbers'
import {metricText, shortHash, valueText} from './value-text'

/** One row in words, free of control characters. */
export interface RowTexts {
  /** Without the name of its section: `lr`, `dev.macro_f1`. */
  readonly path: string
  readonly before: string
  readonly after: string
  /** `+0.005 better`, `-0.08 worse`, `+3 ?` (direction unknown), `added`, `removed`, or nothing. */
  readonly change: string
}

/** A row of a comparison in words, for a terminal or (escaped) for markdown. */
export function rowTexts(row: ComparisonRow, section: SectionName): RowTexts {
  const path = valueText(row.path.startsWith(`${section}.`) ? row.path.slice(section.length + 1) : row.path)
  const [before, after] = valueTexts(row, section === 'metrics' || section === 'resources')
  return {path, before, after, change: changeText(row, section)}
}

/** True where the change is marked `?`. */
function isUnjudged({delta, direction, barred}: ComparisonRow, section: SectionName): boolean {
  return section === 'metrics' && !barred && delta !== undefined && direction === undefined
}

function valueTexts({before, after, kind}: ComparisonRow, measured: boolean): [string, string] {
  if (kind === 'changed' && measured && isNumeric(before) && isNumeric(after)) return formatPair(before, after)
  const short = [before, after].map(value => shortText(value, measured)) as [string, string]
  return kind === 'changed' && short[0] === short[1] ? [valueText(before), valueText(after)] : short
}

function shortText(value: Json | undefined, measured: boolean): string {
  if (measured) return metricText(value)
  if (typeof value === 'string') return valueText(shortHash(value))
  // A file of which only the name is known; the name stands in the first column.
  if (isObject(value) && Object.keys(value).length === 0) return ''
  if (!isObject(value) || typeof value['digest'] !== 'string') return valueText(value)
  const size = value['size']
  return [shortHash(valueText(value['digest'])), ...(typeof size === 'number' ? [formatBytes(size)] : [])].join('  ')
}

function changeText(row: ComparisonRow, section: SectionName): string {
  const {kind, delta, better, scales} = row
  if (kind === 'added' || kind === 'removed') return kind
  if (section === 'artifacts' && kind === 'changed') return artifactChange(row)
  // A seed is a number and no quantity.
  if (delta === undefined || /(?:^|\.)seed$/.test(row.path)) return ''
  const signed = formatDelta(delta)
  if (row.barred) return `${signed} not comparable`
  if (scales) return `${signed} (0-1 against 0-100?)`
  if (better !== undefined) return `${signed} ${better ? 'better' : 'worse'}`
  return isUnjudged(row, section) ? `${signed} ?` : signed
}

const IMAGE = /\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?)$/i

/** What a file is where its text says nothing, and what became of its size: `image, +2.1 KB`. */
function artifactChange({path, before, after}: ComparisonRow): string {
  const facts = (key: string) => [before, after].map(value => at(value, key))
  const [old, now] = facts('digest')
  if (old !== undefined && old === now) return 'same bytes'
  const media = facts('media_type')[1]
  const image = typeof media === 'string' ? media.startsWith('image/') : IMAGE.test(path)
  const kind = image ? 'image' : isBinaryName(path) ? 'binary' : ''
  const [was, is] = facts('size').map(size => (typeof size === 'number' ? size : undefined))
  const grown = was === undefined || is === undefined ? 0 : is - was
  const size = grown === 0 ? '' : `${grown > 0 ? '+' : '-'}${formatBytes(Math.abs(grown))}`
  return [kind, size].filter(part => part !== '').join(', ')
}

/** `3 fields differ, 41 fields are the same`, and what the marks mean. */
export function summaryLines({differing, same, texts, sections, source, packages, unfair}: Comparison): string[] {
  const unjudged = sections.some(({name, rows}) => rows.some(row => isUnjudged(row, name)))
  return [
    `${differences([
      [differing, 'field'],
      [source ? filesOf(source) : 0, 'source file'],
      [packages ? packages.moved.length + packages.added.length + packages.removed.length : 0, 'package'],
      [texts.length, 'text file'],
    ])}, ${plural(same, 'field')} ${same === 1 ? 'is' : 'are'} the same`,
    ...unfair.map(why => `not comparable: ${valueText(why.replace(', that of the baseline ', ', before it was '))}`),
    ...(unjudged ? ['?: whether higher or lower is better is not known; directions in ledger.yaml say it'] : []),
  ]
}

const filesOf = ({total}: NonNullable<Comparison['source']>) =>
  total.added + total.removed + total.changed + total.renamed

function differences(counts: readonly (readonly [number, string])[]): string {
  const some = counts.filter(([count]) => count > 0)
  if (some.length === 0) return 'nothing differs'
  const words = some.map(([count, noun]) => plural(count, noun))
  const what = [words.slice(0, -1).join(', '), words.at(-1)!].filter(part => part !== '').join(' and ')
  return `${what} ${some.reduce((sum, [count]) => sum + count, 0) === 1 ? 'differs' : 'differ'}`
}
