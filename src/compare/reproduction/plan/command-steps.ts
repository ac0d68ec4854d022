import {at, type JsonObject, textOf} from '../../../base/json'
import {placeOf} from '../../../model/data-needs'
import {pathProblem} from '../../../model/paths'
import {fieldsOf} from '../../flatten'
import {isCost} from '../../set/metric-kinds'
import {isSeed} from '../../set/volatile'
import {digestsOf} from '../artifacts'
import {metricsOf} from '../metrics'
import {declaredOf} from './declared'
import {seedOf} from './settings-step'
import {isRedacted, item, type PlanStep, type SaidWord} from './step'

/** Words of the recorded command; undefined where there is none, or a word is no text. */
export function commandOf(record: JsonObject): readonly string[] | undefined {
  const words = at(record, 'command')
  if (!Array.isArray(words) || words.length === 0 || !words.every(word => typeof word === 'string')) return undefined
  return words as readonly string[]
}

/** Where in the repository the command was typed: '' at its top. */
export const folderOf = (record: JsonObject): string => textOf(at(record, 'code', 'folder')) ?? ''

export function trainStep(record: JsonObject): PlanStep {
  const argv = commandOf(record)
  if (argv) {
    const redacted = argv.some(isRedacted)
    const note = redacted ? 'a secret was taken out of it: put it back' : undefined
    return {
      name: 'train',
      items: [
        item('command', argv.join(' '), redacted ? 'assumed' : 'known', note),
        ...(folderOf(record) === '' ? [] : [item('in the folder', folderOf(record), 'known')]),
      ],
      actions: [{do: 'run', argv, ...(folderOf(record) !== '' && {folder: folderOf(record)}), said: saidWords(record)}],
    }
  }
  const guess = guessOf(record)
  return {
    name: 'train',
    items: [
      item('command', undefined, 'missing', 'no command was recorded'),
      item('perhaps', guess.join(' '), 'assumed', 'made of the params: no script says that it takes them so'),
    ],
    actions: [{do: 'no-command', guess}],
  }
}

/** Files that it left, from where it was typed; without their digests nothing is to be compared. */
const leftBy = (record: JsonObject) =>
  [...digestsOf(record, role => role !== 'config' && role !== 'confusion_matrix').keys()].filter(
    path => path !== at(record, 'series', 'artifact') && pathProblem(path) === undefined,
  )

/** What the run was told besides its command, so that it is told again. */
function saidWords(record: JsonObject): SaidWord[] {
  const {params, inputs} = declaredOf(record)
  return [
    ...inputs.map(
      ({split, ...need}): SaidWord => ({
        flag: split ? 'data' : 'input',
        name: need.role,
        value: placeOf(need)!,
        isPath: need.path !== undefined,
      }),
    ),
    ...params.map((text): SaidWord => {
      const cut = text.indexOf('=')
      return {flag: 'param', name: text.slice(0, cut), value: text.slice(cut + 1), isPath: false}
    }),
    ...leftBy(record).map((value): SaidWord => ({flag: 'artifact', value, isPath: false})),
  ]
}

function guessOf(record: JsonObject): string[] {
  const script = textOf(at(record, 'code', 'script')) ?? 'train.py'
  const seed = seedOf(record)
  const params = [...fieldsOf(record, 'params')].filter(([path]) => !isSeed(path))
  const flags = params.flatMap(([path, value]) =>
    typeof value === 'object' ? [] : [`--${path.slice(path.lastIndexOf('.') + 1)}`, String(value)],
  )
  return ['python', script, ...(seed === undefined ? [] : ['--seed', seed]), ...flags]
}

const SHOWN_METRICS = 12

export function evaluateStep(record: JsonObject): PlanStep {
  const metrics = [...metricsOf(record)].filter(([path, value]) => !isCost(path) && typeof value !== 'object')
  const shown = metrics.slice(0, SHOWN_METRICS)
  const more = metrics.length - shown.length
  return {
    name: 'evaluate',
    items: [
      commandOf(record)
        ? item('command', undefined, 'assumed', 'the command above evaluates as well, where its metrics were heard')
        : item('command', undefined, 'missing', 'how it was evaluated is not recorded'),
      ...shown.map(([path, value]) => item(path, String(value), 'known', 'what must come out')),
      ...(more > 0 ? [item('and', `${more} more metrics`, 'known')] : []),
      ...(metrics.length === 0 ? [item('metrics', undefined, 'missing', 'nothing says what must come out')] : []),
    ],
    actions: [],
  }
}
