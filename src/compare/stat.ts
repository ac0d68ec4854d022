import type {Comparison, ComparisonRow, SectionName} from './compare-runs'

/** One part of a comparison in numbers. */
export interface StatLine {
  readonly section: SectionName | 'source' | 'packages' | 'texts'
  /** Fields, packages or files. */
  readonly changed: number
  readonly added: number
  readonly removed: number
  /** Files that only moved. */
  readonly renamed?: number
  /** Of files: lines added and removed, as far as they were counted. */
  readonly lines?: {readonly added: number; readonly removed: number}
  /** Text files whose lines were not counted. */
  readonly uncounted?: number
  /** Of metrics and resources whose direction is known. */
  readonly better?: number
  readonly worse?: number
}

/** A line for each part that differs, the code first, in the order of a comparison. Pure. */
export function statOf({source, sections, packages, texts}: Comparison): StatLine[] {
  const lines = sections.flatMap(({name, rows}) => {
    const counted = fieldLine(name, rows)
    return name === 'env' && packages ? [counted, packageLine(packages)] : [counted]
  })
  if (packages && !sections.some(({name}) => name === 'env')) lines.push(packageLine(packages))
  const all = [
    ...(source?.compared ? [sourceLine(source)] : []),
    ...lines,
    ...(texts.length > 0 ? [textLine(texts)] : []),
  ]
  return all.filter(({changed, added, removed, renamed = 0}) => changed + added + removed + renamed > 0)
}

/** Anything at all, beyond what any two runs differ in. */
export function differs({source, sections, packages, texts}: Comparison): boolean {
  const other =
    source !== undefined && (source.before.ran !== source.after.ran || source.before.commit !== source.after.commit)
  return (
    other ||
    packages !== undefined ||
    texts.length > 0 ||
    sections.some(({rows}) => rows.some(row => row.kind !== 'same'))
  )
}

function fieldLine(section: SectionName, rows: readonly ComparisonRow[]): StatLine {
  const count = (holds: (row: ComparisonRow) => boolean) => rows.filter(holds).length
  const judged = section === 'metrics' || section === 'resources'
  return {
    section,
    changed: count(({kind}) => kind === 'changed'),
    added: count(({kind}) => kind === 'added'),
    removed: count(({kind}) => kind === 'removed'),
    ...(judged && {
      better: count(({kind, better}) => kind === 'changed' && better === true),
      worse: count(({kind, better}) => kind === 'changed' && better === false),
    }),
  }
}

const packageLine = ({moved, added, removed}: NonNullable<Comparison['packages']>): StatLine => ({
  section: 'packages',
  changed: moved.length,
  added: added.length,
  removed: removed.length,
})

const sourceLine = ({total, lines, uncounted}: NonNullable<Comparison['source']>): StatLine => ({
  section: 'source',
  ...total,
  lines,
  ...(uncounted > 0 && {uncounted}),
})

function textLine(texts: Comparison['texts']): StatLine {
  const uncounted = texts.filter(({added}) => added === undefined).length
  const sum = (key: 'added' | 'removed') => texts.reduce((all, text) => all + (text[key] ?? 0), 0)
  return {
    section: 'texts',
    changed: texts.length,
    added: 0,
    removed: 0,
    lines: {added: sum('added'), removed: sum('removed')},
    ...(uncounted > 0 && {uncounted}),
  }
}
