import {basename, join} from 'node:path'
import {isObject, type Json} from '../../base/json'
import {safe, shellWord} from '../../base/text'
import {isRunId} from '../../model/ids'
import type {Machine} from '../../ports/machine'
import {foldersIn} from './self-recorded'

const RANK_FILE = /^rank-(\d{1,9})\.json$/
const MAX_JSON = 64 * 1024

/**
 * A sentence for each folder that holds only what tasks other than the first told, of a job step whose nodes have no disk in
 * common. Nothing of them is taken, and nothing is removed.
 */
export function straysIn(machine: Machine, folder: string): string[] {
  return foldersIn(machine, folder).flatMap(path => {
    const names = machine.list(path) ?? []
    const ranks = names.flatMap(name => RANK_FILE.exec(name)?.[1] ?? []).sort((a, b) => Number(a) - Number(b))
    return ranks.length === 0 || names.includes('run.json') ? [] : [toldOf(machine, path, ranks)]
  })
}

function toldOf(machine: Machine, path: string, ranks: readonly string[]): string {
  const {id, host} = saidBy(machine, join(path, `rank-${ranks[0]}.json`))
  const shown = ranks.length > 4 ? [...ranks.slice(0, 4), '…'] : ranks
  const run = typeof id === 'string' && isRunId(id) ? `run ${id}` : 'a run that it does not name'
  const where = typeof host === 'string' && host !== '' ? `, on ${safe(host)}` : ''
  const from = shellWord(join(path, 'heard'))
  return `${safe(path)} is left alone: it belongs to rank ${shown.join(', ')} of ${run}${where}, and the run itself is in the folder "${safe(basename(path))}" of rank 0; before that is brought in: cp -r ${from} <the folder of rank 0>`
}

function saidBy(machine: Machine, file: string): {readonly id?: Json; readonly host?: Json} {
  try {
    const bytes = machine.read(file, MAX_JSON)
    const value = JSON.parse(Buffer.from(bytes ?? []).toString()) as Json
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
