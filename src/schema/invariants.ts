import {isObject, type Json, type JsonObject} from '../base/json'
import type {Problem} from '../base/problem'
import {cut, hasControl, safe} from '../base/text'
import {parseTimestamp} from '../base/time'
import {pathProblem} from '../model/paths'

/** Characters; a longer name fits no table and no subject line. */
const MAX_NAME = 200

/** What the command line reads as something other than a name. */
const ALIAS = /^(?:-|@\{|tag:|latest(?:@all)?$)/

/** What no JSON Schema can say of a record: names, paths and times that are dangerous or make no sense, whatever the template. */
export function invariantProblems(record: JsonObject): Problem[] {
  return [
    ...nameProblems(record['name']),
    ...labelProblems(record),
    ...artifactProblems(record['artifacts']),
    ...timeProblems(record),
  ]
}

const EXAMPLE = 'name: "sentiment_tweets_distilbert_lr1e-4_2026-01-05"'

function nameProblems(name: Json | undefined): Problem[] {
  if (typeof name !== 'string') return []
  const found = nameProblem(name)
  return found ? [{pointer: '/name', ...found, example: EXAMPLE}] : []
}

function nameProblem(name: string): {message: string; expected: string} | undefined {
  if (name.trim() === '') return {message: 'is empty', expected: 'a name that says task, data set, model and key param'}
  if (hasControl(name)) return {message: 'holds a control character', expected: 'plain text on one line'}
  if (!name.isWellFormed()) return {message: 'is not valid Unicode', expected: 'plain text on one line'}
  if (name !== name.trim()) return {message: `is "${name}"`, expected: 'no space at either end'}
  const length = [...name].length
  if (length > MAX_NAME) return {message: `has ${length} characters`, expected: `at most ${MAX_NAME}`}
  if (ALIAS.test(name))
    return {
      message: `is "${name}"`,
      expected: 'a name that does not begin like an option or an alias (-, @{, tag:, latest)',
    }
  return undefined
}

function labelProblems(record: JsonObject): Problem[] {
  const labels: [string, Json | undefined][] = ['task', 'group', 'owner', 'parent', 'reproduces'].map(key => [
    `/${key}`,
    record[key],
  ])
  const tags = record['tags']
  if (Array.isArray(tags)) labels.push(...tags.map((tag: Json, i): [string, Json] => [`/tags/${i}`, tag]))
  return labels
    .filter(([, value]) => typeof value === 'string' && hasControl(value))
    .map(([pointer]) => ({pointer, message: 'holds a control character', expected: 'plain text on one line'}))
}

function artifactProblems(artifacts: Json | undefined): Problem[] {
  if (!Array.isArray(artifacts)) return []
  const seen = new Set<string>()
  return artifacts.flatMap((item: Json, i): Problem[] => {
    const path = isObject(item) ? item['path'] : undefined
    if (typeof path !== 'string') return []
    const problem = pathProblem(path)
    const twice = seen.has(path.toLowerCase())
    seen.add(path.toLowerCase())
    const pointer = `/artifacts/${i}`
    if (problem) {
      return [
        {
          pointer,
          message: `has the path "${quoted(path)}", which ${problem}`,
          expected: "a path below the run's own folder",
        },
      ]
    }
    return twice ? [{pointer, message: `names "${quoted(path)}" twice`}] : []
  })
}

const quoted = (path: string) => safe(cut(path, 200))

function timeProblems(record: JsonObject): Problem[] {
  const [started, finished] = ['started', 'finished'].map(key => {
    const value = record[key]
    return typeof value === 'string' ? parseTimestamp(value) : undefined
  })
  if (started === undefined || finished === undefined || started <= finished) return []
  return [
    {
      pointer: '/finished',
      message: 'is earlier than started',
      expected: 'the end after the start',
      severity: 'warning',
    },
  ]
}
