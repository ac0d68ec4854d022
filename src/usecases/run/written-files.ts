import {isTrainingState} from '../../artifacts/role'
import {plural, shellWord} from '../../base/text'
import type {Heard} from '../../hearing/hear'
import type {Files} from '../../ports/files'
import type {LiveRuns, LiveState} from '../../ports/live-runs'
import {hearRun} from '../heard'

/** Runs that go on in one folder know of each other: what changes there is then not by that alone a run's own. */
export function markNeighbours(live: LiveRuns, {id, after}: LiveState): void {
  for (const other of live.list()) {
    const state = other === id ? undefined : live.read(other)
    if (state?.after.cwd !== after.cwd || state.fields['status'] !== 'running') continue
    if (!state.holder || live.alive(state.holder) === 'no') continue
    live.markShared(other)
    live.markShared(id)
  }
}

/** Says of a file whether the run wrote it: where it was alone in its folder every one, else those that it was heard writing. */
export function ownFiles(live: LiveRuns, state: LiveState): (file: string) => boolean {
  if (!live.isShared(state.id)) return () => true
  const written = hearRun(live, state)?.written ?? []
  const paths = new Set(written.map(({path}) => path))
  const folders = written.filter(({folder}) => folder).map(({path}) => `${path}/`)
  return file => paths.has(file) || folders.some(folder => file.startsWith(folder))
}

const SHOWN = 4
/** Logs, caches and what was there for a moment. */
const PASSING = /(?:^|\/)(?:\.[^/]+|__pycache__|wandb|mlruns|lightning_logs|runs|logs?)\/|\.(?:log|lock|tmp|pyc)$/

/** Files that the run wrote below its folder and nobody keeps, as a command to paste; undefined: none. */
export function offer(
  files: Files,
  {id, after}: LiveState,
  heard: Heard | undefined,
  kept: readonly string[],
): string | undefined {
  const known = new Set(kept)
  const left = (heard?.written ?? []).flatMap(({path, folder}) => {
    const below = path.startsWith(`${after.cwd}/`) ? path.slice(after.cwd.length + 1) : undefined
    if (below === undefined || folder || known.has(below) || PASSING.test(below) || isTrainingState(below)) return []
    return files.facts(path)?.kind === 'file' ? [below] : []
  })
  if (left.length === 0) return undefined
  const shown = left.sort().slice(0, SHOWN).map(shellWord).join(' ')
  const more = left.length > SHOWN ? ` (and ${plural(left.length - SHOWN, 'more file')})` : ''
  return `it wrote files that nobody keeps: git exp artifact add ${id} ${shown}${more}`
}
