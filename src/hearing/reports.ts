import {type JsonObject, listOf, objectOf, textOf} from '../base/json'
import {numberOf} from './line'
import {cleanedLabel} from './names'

const SCORES = ['precision', 'recall', 'f1', 'support'] as const

/** A per-class report as metrics: `macro_f1`, `accuracy`, and of each class `class_f1/<label>`. */
export function reportValues(line: JsonObject): [string, number][] {
  const values: [string, number][] = []
  const put = (name: string, value: JsonObject[string] | undefined) => {
    const number = numberOf(value)
    if (number !== undefined) values.push([name, number])
  }
  put('accuracy', line['accuracy'])
  for (const [average, scores] of Object.entries(objectOf(line['averages'])))
    for (const score of ['precision', 'recall', 'f1']) put(`${average}_${score}`, objectOf(scores)[score])
  for (const [label, scores] of Object.entries(objectOf(line['labels'])))
    for (const score of SCORES) put(`class_${score}/${cleanedLabel(label)}`, objectOf(scores)[score])
  return values
}

/** A confusion matrix as an artifact. */
export interface Matrix {
  readonly split: string | undefined
  readonly text: string
}

export function matrixOf(line: JsonObject, split: string | undefined): Matrix | undefined {
  const rows = listOf(line['rows']).map(row => listOf(row).map(numberOf))
  if (rows.length === 0 || rows.some(row => row.some(count => count === undefined))) return undefined
  const labels = listOf(line['labels']).map(String)
  const text = [
    '{',
    `  "labels": ${JSON.stringify(labels)},`,
    '  "rows": [',
    rows.map(row => `    ${JSON.stringify(row)}`).join(',\n'),
    '  ]',
    '}',
    '',
  ].join('\n')
  return {split: split ?? textOf(line['split']), text}
}
