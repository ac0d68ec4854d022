import {ExpError} from '../base/errors'
import {at} from '../base/json'
import {nearest, nearestEnding, shellWord, someOf} from '../base/text'
import {fieldsOf} from '../compare/flatten'
import type {Entrant} from '../compare/set/rival'
import {isSeed, isVolatile} from '../compare/set/volatile'
import type {RunsSaid} from './choose-runs'

/** The command for the same runs, as far as they were said: `git exp curves --tag ablation`. */
export function sameRuns(command: string, {runs, where, tags, group, since, until}: RunsSaid): string {
  const flags = {where, group, since, until}
  const said = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]))
  const tagged = tags.flatMap(tag => ['--tag', tag])
  return [`git exp ${command}`, ...[...runs, ...tagged, ...said].map(shellWord)].join(' ')
}

/**
 * Throws USAGE where none of the runs has the field that they are to be grouped by; `id` is each by itself. `again` is the command for
 * the same runs, `beside` are hints of other ways to group.
 */
export function mustHave(
  field: string,
  entrants: readonly Entrant[],
  again: string,
  beside: readonly string[] = [],
): void {
  if (field === 'id' || entrants.some(({record}) => at(record, ...field.split('.')) !== undefined)) return
  throw nobodyHas(field, entrants, again, beside)
}

const NAMED = 8
/** Parts of a record that say what was tried. */
const TRIED = ['params', 'dataset', 'code', 'env', 'task', 'group', 'owner', 'seed', 'tags', 'status']

function nobodyHas(field: string, entrants: readonly Entrant[], again: string, beside: readonly string[]): ExpError {
  const fields = [...new Set(entrants.flatMap(({record}) => TRIED.flatMap(key => [...fieldsOf(record, key).keys()])))]
  const within =
    fields.find(each => each === `params.${field}`) ?? nearest(field, fields) ?? nearestEnding(field, fields)
  const tried = fields.filter(each => each.startsWith('params.') && !isVolatile(each, []) && !isSeed(each))
  const isLibrary = (each: string) => /^params\.\w+_config\./.test(each)
  const params = [...tried.filter(each => !isLibrary(each)), ...tried.filter(isLibrary)]
  const has = params.length > 0 ? `; they have ${someOf(params, NAMED)}` : ''
  return new ExpError('USAGE', `none of these runs has "${field}" to group by${has}`, {
    hints: [...(within === undefined ? [] : [`${again} --group-by ${shellWord(within)}`]), ...beside],
    data: {field, fields: fields.slice(0, 100)},
  })
}
