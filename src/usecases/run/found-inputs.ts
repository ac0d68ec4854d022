import {isObject, type JsonObject} from '../../base/json'
import {hubPlace} from '../../capture/data-pins'
import {isUri} from '../../capture/data-uris'
import type {DeclaredInput, InputState} from '../../capture/input-state'
import {surveyInputs} from '../../capture/survey-inputs'
import type {Heard} from '../../hearing/hear'
import type {FoundInput} from '../../hearing/inputs'
import {splitNamed, splitOfFileName} from '../../model/split-words'
import type {LiveState} from '../../ports/live-runs'
import type {RunPorts} from './running'

/** More inputs than this are one folder, or no inputs of a run. */
const MOST = 300

/** What the run was heard reading, as it stands now: what has gone meanwhile, or was written by the run, is no input. */
export async function foundInputs(ports: RunPorts, state: LiveState, heard: Heard): Promise<InputState[]> {
  const {cwd, top} = state.after
  const own = ports.live.folder(state.id)
  const there = heard.inputs.filter(({place}) => isUri(place) || isThere(ports, place, own)).slice(0, MOST)
  const rows = new Map(there.map(({place, rows: count}) => [place, count]))
  const declared = there.map(input => declaredBy(ports, input))
  const {states} = await surveyInputs(ports, declared, {cwd, top}).catch(() => ({states: []}))
  const begun = Date.parse(String(state.fields['started'] ?? state.fields['created']))
  const named = splitsNamed(state.fields)
  return states.map(each => {
    const touched = each.at !== undefined && (ports.files.facts(each.at)?.modified ?? 0) > begun
    const count = each.at === undefined ? undefined : rows.get(each.at)
    return {
      ...each,
      ...splitOf(each, named),
      // Whatever was known of it, it is of now.
      ...(each.digested && {digested: 'after' as const}),
      ...(touched && {changed: true as const}),
      ...(count !== undefined && {rows: count}),
    }
  })
}

/** Splits that somebody has named. */
function splitsNamed({dataset}: JsonObject): ReadonlySet<string> {
  const splits = isObject(dataset) ? dataset['splits'] : undefined
  return new Set(isObject(splits) ? Object.keys(splits).map(splitNamed) : [])
}

/** A file of data that is called after a split is that split, unless somebody has said which is. */
function splitOf({role, kind, path, at}: InputState, named: ReadonlySet<string>): {split?: string} {
  const split = role === 'data' && kind === 'file' ? splitOfFileName(path ?? at ?? '') : undefined
  return split === undefined || named.has(splitNamed(split)) ? {} : {split}
}

function isThere({files, hashing}: RunPorts, place: string, own: string): boolean {
  if (place.startsWith(`${own}/`)) return false
  const seen = hashing.look(files.resolve(place))
  return seen.kind === 'file' || seen.kind === 'folder'
}

/** A file of the hub's cache is the hub's, at its revision. */
function declaredBy({files}: RunPorts, {role, place}: FoundInput): DeclaredInput {
  const path = isUri(place) ? place : files.resolve(place)
  return {role, path: hubPlace(path)?.uri ?? path, found: true}
}
