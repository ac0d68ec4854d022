import {ExpError} from '../base/errors'
import {plural} from '../base/text'
import {contextOf} from '../cli/context'
import type {CommandIo} from '../cli/spec'
import type {Watched} from '../usecases/watch-runs'

/** Flags of `ls` as a watch has them. */
export interface WatchFlags {
  /** Seconds between two looks. */
  readonly watch: number
  readonly where: string | undefined
  readonly tag: readonly string[]
  readonly group: string | undefined
  readonly since: string | undefined
  readonly until: string | undefined
  readonly columns: string | undefined
  readonly sort: readonly string[]
  readonly desc: boolean
  readonly format: string
  readonly limit: number
}

export const columnsOf = (said: string | undefined): string[] | undefined =>
  said
    ?.split(',')
    .map(name => name.trim())
    .filter(Boolean)

/** `ls --watch`: draws what is running on a terminal, prints what changes elsewhere; ends by a signal alone. */
export async function watch(flags: WatchFlags, io: CommandIo): Promise<never> {
  refuseMixed(flags)
  const [context, {watchRuns}, view] = await Promise.all([
    contextOf(io),
    import('../usecases/watch-runs'),
    import('../render/watch-view'),
  ])
  const json = io.json || flags.format === 'jsonl'
  const screen = json ? undefined : io.screen
  const draw = (watched: Watched) =>
    screen?.show(room =>
      view.watchLines(watched, {...room, color: io.color, fields: watched.fields, limit: flags.limit}),
    )
  const print = ({changes, fields, now}: Watched) => {
    // Params are shown where they differ: on one line nobody can see from what.
    const told = flags.columns === undefined ? fields.filter(path => path.startsWith('metrics.')) : fields
    for (const change of changes) io.print(json ? view.changeJson(change, now) : view.changeLine(change, told, now))
  }
  let first = true
  return watchRuns(
    context,
    {...flags, tags: flags.tag, columns: columnsOf(flags.columns), every: flags.watch * 1000},
    watched => {
      if (first && !screen) tellFirst(watched, io)
      first = false
      if (screen) draw(watched)
      else print(watched)
    },
  )
}

/** Why nothing may be coming. */
function tellFirst({running, missing}: Watched, io: CommandIo): void {
  for (const {path, count} of missing) io.tell(`${plural(count, 'run')} without ${path} did not match`)
  if (running.length === 0) io.tell('nothing is running; waiting')
}

function refuseMixed({sort, desc, format}: WatchFlags): void {
  const problem =
    sort.length > 0 || desc
      ? '--watch has an order of its own: what is running, the newest first, then what ended'
      : format !== 'table' && format !== 'jsonl'
        ? `--watch prints no ${format}: it does not come to an end`
        : undefined
  const hint = sort.length > 0 || desc ? 'git exp ls --watch' : 'git exp ls --watch --format jsonl'
  if (problem) throw new ExpError('USAGE', problem, {hints: [hint]})
}
