import {isTrainingState} from '../../artifacts/role'
import {plural, shellWord} from '../../base/text'
import type {Heard} from '../../hearing/hear'
import type {Opened} from '../../hearing/opened'
import {NEIGHBOUR} from '../../hearing/voices'
import type {Files} from '../../ports/files'
import type {LiveRuns, LiveState} from '../../ports/live-runs'
import {hearRun} from '../heard'

/** Runs that go on in one folder know of each other: what changes there is then not by that alone a run's own. */
export function markNeighbours(live: LiveRuns, state: LiveState): void {
  for (const {id, holder} of neighbours(live, state)) {
    if (!holder || live.alive(holder) === 'no') continue
    live.markShared(id)
    live.markShared(state.id)
  }
}

/** Before a run is gone it tells those that go on beside it what it wrote. */
export function tellNeighbours(live: LiveRuns, state: LiveState, heard: Heard | undefined): void {
  if (!live.isShared(state.id)) return
  const lines = (heard?.written ?? []).map(opened => JSON.stringify({type: 'open', mode: 'w', ...opened}))
  const text = [JSON.stringify({type: 'process', kind: NEIGHBOUR, deaf: !heard}), ...lines].join('\n')
  for (const {id} of neighbours(live, state)) live.tell(id, `beside-${state.id}.jsonl`, text)
}

function neighbours(live: LiveRuns, {id, after}: LiveState): LiveState[] {
  return live.list().flatMap(other => {
    const state = other === id ? undefined : live.read(other)
    return state?.after.cwd === after.cwd && state.fields['status'] === 'running' ? [state] : []
  })
}

/**
 * Says of a file whether what stands in it is the run's: where it was alone in its folder each, else those that it was heard writing and
 * nobody beside it.
 */
export function ownFiles(
  live: LiveRuns,
  state: LiveState,
  heard = hearRun(live, state),
): (file: string) => 'own' | 'contested' | 'unknown' {
  if (!live.isShared(state.id)) return () => 'own'
  const going = neighbours(live, state).map(other => hearRun(live, other))
  const own = covering(heard?.written ?? [])
  const others = covering([...(heard?.beside ?? []), ...going.flatMap(other => other?.written ?? [])])
  // One that tells nothing may have written anything.
  const silent = heard?.silentBeside === true || going.some(other => other === undefined)
  return file => (others(file) ? 'contested' : silent || !own(file) ? 'unknown' : 'own')
}

function covering(written: readonly Opened[]): (file: string) => boolean {
  const paths = new Set(written.map(({path}) => path))
  const folders = written.filter(({folder}) => folder).map(({path}) => `${path}/`)
  return file => paths.has(file) || folders.some(folder => file.startsWith(folder))
}

const SHOWN = 4
/** Logs, caches and what was there for a moment. */
const PASSING = /(?:^|\/)(?:\.[^/]+|__pycache__|wandb|mlruns|lightning_logs|runs|logs?)\/|\.(?:log|lock|tmp|pyc)$/

/** Folders of checkpoints on the way to a final model, which the same run has written beside them. */
function onTheWay(written: readonly Opened[]): string[] {
  const paths = new Set(written.map(({path}) => path))
  const folders = [...paths].flatMap(path => {
    const [, beside, checkpoint, name] = /^(.*\/)(checkpoint-\d+\/)(.*)$/.exec(path) ?? []
    return checkpoint && paths.has(`${beside}${name}`) ? [`${beside}${checkpoint}`] : []
  })
  return [...new Set(folders)]
}

/** Files that the run wrote below its folder and nobody keeps, as a command to paste; undefined: none. */
export function offer(
  files: Files,
  {id, after}: LiveState,
  heard: Heard | undefined,
  kept: readonly string[],
): string | undefined {
  const known = new Set(kept)
  const written = heard?.written ?? []
  const passed = onTheWay(written)
  const left = written.flatMap(({path, folder}) => {
    if (passed.some(each => path.startsWith(each))) return []
    const below = path.startsWith(`${after.cwd}/`) ? path.slice(after.cwd.length + 1) : undefined
    if (below === undefined || folder || known.has(below) || PASSING.test(below) || isTrainingState(below)) return []
    return files.facts(path)?.kind === 'file' ? [below] : []
  })
  if (left.length === 0) return undefined
  const shown = left.sort().slice(0, SHOWN).map(shellWord).join(' ')
  const more = left.length > SHOWN ? ` (and ${plural(left.length - SHOWN, 'more file')})` : ''
  return `it wrote files that nobody keeps: git exp artifact add ${id} ${shown}${more}`
}
