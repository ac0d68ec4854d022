import {foldedPlaces, foldText} from '../base/fold-text'
import {nearest} from '../base/text'
import type {RunTexts} from '../model/run-texts'
import type {Term} from './search-terms'

/** A paragraph that holds some of what was looked for. */
export interface Passage {
  /** `hypothesis`, `note`, `rejection.reason` … */
  readonly field: string
  readonly text: string
  /** Where in the text it is found, in UTF-16 units, ascending, apart from each other. */
  readonly marks: readonly (readonly [start: number, end: number])[]
}

/** How well a run answers, and why; compare by `score`, the higher first. */
export interface Hit {
  readonly score: number
  readonly passages: readonly Passage[]
}

/** What was meant to be found weighs more than what was noted beside it. */
const WEIGHTS: Readonly<Record<string, number>> = {name: 3, hypothesis: 3, tags: 2, task: 2, group: 2}
const NOTED = 1
/** A whole word, the beginning of one, or within one. */
const QUALITY = {word: 3, prefix: 2, inside: 1} as const
const QUALITIES = 4
const PASSAGES_MAX = 3

interface Candidate {
  readonly field: string
  readonly text: string
  readonly folded: string
  /** Points for each term; 0 where it is not there. */
  readonly points: readonly number[]
}

/** A run in whose texts every term is found, in whichever of them; undefined for any other. */
export function hitIn({texts}: RunTexts, terms: readonly Term[]): Hit | undefined {
  const folded = texts.map(([, text]) => foldText(text))
  if (!terms.every(term => folded.some(text => text.includes(term.folded)))) return undefined
  const candidates = texts.flatMap(([field, text]) =>
    text.split(/\n[ \t\r]*\n/).map((part): Candidate => {
      const own = foldText(part)
      return {field, text: part, folded: own, points: terms.map(({folded: term}) => pointsOf(own, term, field))}
    }),
  )
  const best = terms.map((_, at) => Math.max(...candidates.map(({points}) => points[at]!)))
  // A phrase that only an empty line parts is none.
  if (best.some(points => points === 0)) return undefined
  return {score: best.reduce((sum, points) => sum + points, 0), passages: passagesOf(candidates, terms)}
}

function pointsOf(text: string, term: string, field: string): number {
  let quality = 0
  for (let at = text.indexOf(term); at >= 0 && quality < QUALITY.word; at = text.indexOf(term, at + 1)) {
    quality = Math.max(quality, qualityAt(text, term, at))
  }
  return quality === 0 ? 0 : (WEIGHTS[field] ?? NOTED) * QUALITIES + quality
}

function qualityAt(text: string, term: string, at: number): number {
  if (LETTER.test(text.charAt(at - 1)) && LETTER.test(term.charAt(0))) return QUALITY.inside
  return LETTER.test(text.charAt(at + term.length)) ? QUALITY.prefix : QUALITY.word
}

const LETTER = /[\p{L}\p{N}]/u

/** Few that show every term: the best first, each next one only for terms not shown yet. */
function passagesOf(candidates: readonly Candidate[], terms: readonly Term[]): Passage[] {
  const found: Candidate[] = []
  let left = terms.map((_, at) => at)
  while (left.length > 0 && found.length < PASSAGES_MAX) {
    const gain = ({points}: Candidate) => left.reduce((sum, at) => sum + (points[at]! > 0 ? 100 + points[at]! : 0), 0)
    const next = candidates.reduce((best, each) => (gain(each) > gain(best) ? each : best))
    if (gain(next) === 0) break
    found.push(next)
    left = left.filter(at => next.points[at] === 0)
  }
  return found.map(({field, text, folded}) => ({field, text, marks: marksOf(text, folded, terms)}))
}

function marksOf(text: string, folded: string, terms: readonly Term[]): [number, number][] {
  const places = foldedPlaces(text)
  const marks: [number, number][] = []
  for (const {folded: term} of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      marks.push([places[at]!, places[at + term.length]!])
    }
  }
  return joined(marks.sort(([a], [b]) => a - b))
}

/** Those that touch become one; a letter of which half was found is found. */
function joined(marks: readonly [number, number][]): [number, number][] {
  const apart: [number, number][] = []
  for (const [start, end] of marks) {
    const last = apart.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else apart.push([start, end])
  }
  return apart
}

/** How many runs hold each term, and for one that none holds the nearest word that some run has. */
export interface TermCount {
  readonly term: string
  readonly runs: number
  readonly nearest?: string
}

export function countTerms(all: readonly RunTexts[], terms: readonly Term[]): TermCount[] {
  const folded = all.map(({texts}) => texts.map(([, text]) => foldText(text)))
  return terms.map(({typed, folded: term}) => {
    const runs = folded.filter(texts => texts.some(text => text.includes(term))).length
    const near = runs === 0 ? nearest(term, wordsOf(folded)) : undefined
    return {term: typed, runs, ...(near !== undefined && {nearest: near})}
  })
}

/** More words than these are not looked through for a correction. */
const WORDS_MAX = 50_000

function wordsOf(folded: readonly (readonly string[])[]): Set<string> {
  const words = new Set<string>()
  for (const texts of folded) {
    for (const text of texts) for (const word of text.match(/\p{L}[\p{L}\p{N}]{2,}/gu) ?? []) words.add(word)
    if (words.size > WORDS_MAX) break
  }
  return words
}
