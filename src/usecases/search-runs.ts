import {ExpError} from '../base/errors'
import {plural, shellWord} from '../base/text'
import {readEvent} from '../format/event'
import {readRecord} from '../format/record'
import {readHead} from '../ledger/head'
import {KIND, type Table} from '../model/columns'
import type {RunTexts} from '../model/run-texts'
import type {Clock} from '../ports/world'
import type {Term} from '../query/search-terms'
import type {Hit, Passage} from '../query/search-texts'
import {hereOf, matchingRows} from './matching-rows'
import {type IndexPorts, indexAt} from './run-index'
import {type TimesSaid, timeRange} from './time-range'

export interface SearchInput extends TimesSaid {
  /** All of them must be found; one with blanks is a phrase. */
  readonly words: readonly string[]
  readonly where: string | undefined
  /** 0 is all. */
  readonly limit: number
}

export interface FoundRun {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly decision?: string
  readonly created: string
  readonly passages: readonly Passage[]
}

export interface Found {
  readonly terms: readonly string[]
  /** The best first, then the newest. */
  readonly runs: readonly FoundRun[]
  /** Runs that match, shown or not. */
  readonly total: number
  readonly missing: readonly {readonly path: string; readonly count: number; readonly nearest?: string}[]
  readonly hints: readonly string[]
}

/** Runs of which somebody wrote these words. Throws USAGE where none are said, BAD_FILTER with the place. */
export async function searchRuns(
  ports: IndexPorts & {readonly ref: string; readonly clock: Clock},
  input: SearchInput,
): Promise<Found> {
  const range = await timeRange(input, ports.clock, 'search')
  const [{searchTerms}, {hitIn}, {openTexts}] = await Promise.all([
    import('../query/search-terms'),
    import('../query/search-texts'),
    import('../ledger/texts/open-texts'),
  ])
  const terms = searchTerms(input.words)
  if (terms.length === 0) {
    throw new ExpError('USAGE', 'there is nothing to look for; expected a word', {
      hints: ['git exp search label smoothing'],
    })
  }
  const head = await readHead(ports.objects, ports.ref)
  const {table} = await indexAt(ports, head)
  const asked = {here: hereOf(ports.clock), range, saved: head.settings.filters ?? {}}
  const {rows, missing} = await matchingRows(table, {...input, tags: [], group: undefined}, asked)
  const all = await openTexts({...ports, readRecord, readEvent}, head.tip)
  const hits = hitsOf(all, texts => hitIn(texts, terms))
  const matching = ordered(table, rows, hits)
  const shown = matching.slice(0, input.limit === 0 ? matching.length : input.limit)
  const hints = matching.length > 0 ? [] : await nothingFound({all, terms, table, elsewhere: hits.size})
  return {
    terms: terms.map(({typed}) => typed),
    runs: shown.map(([row, found]) => foundRun(table, row, found)),
    total: matching.length,
    missing,
    hints: [...hints, ...(range?.hints ?? [])],
  }
}

interface RunHit {
  readonly hit: Hit
  readonly decision?: string
}

/** By the id at the end of the folder's name. */
function hitsOf(all: readonly RunTexts[], find: (texts: RunTexts) => Hit | undefined): Map<string, RunHit> {
  const hits = new Map<string, RunHit>()
  for (const texts of all) {
    const hit = find(texts)
    if (hit) hits.set(texts.path.slice(-12), {hit, ...(texts.decision !== undefined && {decision: texts.decision})})
  }
  return hits
}

function ordered(table: Table, rows: Uint32Array, hits: ReadonlyMap<string, RunHit>): [number, RunHit][] {
  const ids = table.column('id')
  const created = table.created()
  const found: [number, RunHit][] = []
  for (const row of hits.size === 0 || !ids ? [] : rows) {
    const hit = hits.get(ids!.word(row))
    if (hit) found.push([row, hit])
  }
  return found.sort(([a, x], [b, y]) => y.hit.score - x.hit.score || created[b]! - created[a]! || a - b)
}

function foundRun(table: Table, row: number, {hit, decision}: RunHit): FoundRun {
  const {id, name, status, created} = table.document(row) as unknown as FoundRun
  return {id, name, status, ...(decision !== undefined && {decision}), created, passages: hit.passages}
}

interface Nothing {
  readonly all: readonly RunTexts[]
  readonly terms: readonly Term[]
  readonly table: Table
  /** Runs that hold the words and do not match the filter. */
  readonly elsewhere: number
}

/** What may have been meant. */
async function nothingFound({all, terms, table, elsewhere}: Nothing): Promise<string[]> {
  if (elsewhere > 0) return [`${plural(elsewhere, 'run')} outside of --where and the time asked for`]
  const {countTerms} = await import('../query/search-texts')
  const counts = countTerms(all, terms)
  const near = counts.some(({nearest}) => nearest !== undefined)
  const meant = counts.map(({term, nearest}) => shellWord(nearest ?? term)).join(' ')
  const alone = counts.length > 1 && counts.every(({runs}) => runs > 0)
  return [
    ...(near ? [`did you mean: git exp search ${meant}`] : []),
    ...(alone
      ? [`no run has all of them: ${counts.map(({term, runs}) => `${term} (${plural(runs, 'run')})`).join(', ')}`]
      : []),
    ...paramsNamed(table, terms),
  ]
}

const PARAMS_SHOWN = 2

/** Nobody wrote of it, but a param is called so. */
function paramsNamed(table: Table, terms: readonly Term[]): string[] {
  const words = terms.flatMap(({folded}) => folded.split(' '))
  const named = table
    .paths()
    .filter(path => /^params\.[\w.]+$/.test(path) && words.every(word => path.toLowerCase().includes(word)))
  return named.slice(0, PARAMS_SHOWN).map(path => {
    const runs = table
      .column(path)
      ?.kind.reduce((count, kind, row) => count + (kind === KIND.missing || table.dead(row) ? 0 : 1), 0)
    return `${plural(runs ?? 0, 'run')} with ${path}: git exp ls --where 'has(${path})' --columns id,name,${path}`
  })
}
