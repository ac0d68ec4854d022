import {readFileSync} from 'node:fs'
import {readFile} from '../../src/importers/read-file'
import type {FileSays, SaidPoint, SaidValue} from '../../src/importers/says'

const SAMPLES = 'test/fixtures/samples'

export const sample = (path: string): Buffer => readFileSync(`${SAMPLES}/${path}`)

/** What a file says that must say something. */
export async function saidBy(path: string, content: string | Uint8Array): Promise<FileSays> {
  const read = await readFile(path, typeof content === 'string' ? Buffer.from(content) : content)
  if ('problem' in read) throw new Error(`${path} ${read.problem}`)
  return read
}

export async function problemOf(path: string, content: string | Uint8Array): Promise<string | undefined> {
  const read = await readFile(path, typeof content === 'string' ? Buffer.from(content) : content)
  return 'problem' in read ? read.problem : undefined
}

/** `eval/loss@8` → value. */
export function byPoint({points = []}: FileSays): Record<string, number> {
  return Object.fromEntries(points.map(point => [`${named(point)}@${point.step}`, point.value]))
}

/** `eval/loss` → value. */
export function byMetric({metrics = []}: FileSays): Record<string, number> {
  return Object.fromEntries(metrics.map(metric => [named(metric), metric.value]))
}

export const named = ({split, metric}: SaidValue | SaidPoint) => (split === undefined ? metric : `${split}/${metric}`)
