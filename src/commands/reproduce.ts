import {ExpError} from '../base/errors'
import {shellWord, someOf} from '../base/text'
import {runContextIn, runContextOf} from '../cli/context'
import {type CommandIo, defineCommand} from '../cli/spec'
import type {RunContext} from '../compose/run-context'
import type {ReproducedRun, ReproduceInput} from '../usecases/reproduce/reproduce'
import {DATA} from './data-flags'

export const command = defineCommand({
  id: 'reproduce',
  summary: 'Run a run again, and say whether the same comes out',
  description: `Shows what would be run and asks. Then the code is checked out in a folder of its own, data is linked into it once its digest has
been checked, and the recorded command runs there with the recorded variables, as a run of its own. What comes out is compared:
exact, within tolerance, or drifted, and which input moved. The verdict is kept with the original.

Nothing is executed without consent: without a terminal, --yes gives it. --plan prints the steps instead, with what is known, assumed
and missing; --by judges runs that were made elsewhere. Equal means equal, to the last digit, unless --tolerance says otherwise.`,
  examples: [
    {command: 'git exp reproduce k3v9', says: 'show the command, ask, run it, compare'},
    {command: 'git exp reproduce k3v9 --plan --format sh', says: 'the steps as a script'},
    {command: 'git exp reproduce k3v9 --tolerance 0.001 --tolerance "*.loss=1%"', says: 'how far metrics may lie'},
    {command: 'git exp reproduce k3v9 --times 3 --yes', says: 'how far it spreads by itself'},
    {command: 'git exp reproduce k3v9 --by m4x7 --format md', says: 'the verdict for a pull request'},
    {command: 'git exp reproduce k3v9 --by m4x7', says: 'judge a run of the cluster; nothing is executed'},
  ],
  args: [{name: 'run', summary: 'run to repeat', required: true, completes: 'run'}],
  flags: {
    plan: {kind: 'boolean', summary: 'print the steps, and run nothing'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print the verdict, or the plan; sh is for the plan',
      options: ['terminal', 'md', 'sh'],
      default: 'terminal',
    },
    by: {
      kind: 'string',
      multiple: true,
      summary: 'judge this run as a reproduction; nothing is executed',
      helpValue: '<run>',
      completes: 'run',
    },
    env: {
      kind: 'string',
      summary:
        'packages: current (those at hand), or those recorded by venv, uv, conda; docker=IMAGE, docker=DOCKERFILE',
      default: 'current',
      helpValue: '<how>',
    },
    network: {kind: 'boolean', summary: 'with --env docker: the container may reach the network'},
    gpus: {kind: 'boolean', summary: 'with --env docker: the container gets the GPUs'},
    tolerance: {
      kind: 'string',
      multiple: true,
      summary: 'how far a metric may lie: 0.001, 1%, dev.f1=0.005',
      helpValue: '<amount>',
    },
    times: {kind: 'integer', summary: 'run it so often, to see its own spread', min: 1, default: 1, helpValue: '<n>'},
    keep: {kind: 'boolean', summary: 'keep the folder that it ran in, where it came out exact too'},
    ...DATA,
    'copy-data': {kind: 'boolean', summary: 'copy data where it would be linked: the run may then write to it'},
    'fetch-data': {kind: 'boolean', summary: 'fetch data that is not here from web servers, by its digest'},
    anyway: {kind: 'boolean', summary: 'also where data is missing or has changed'},
    all: {kind: 'boolean', char: 'a', summary: 'also metrics that are equal'},
    yes: {kind: 'boolean', char: 'y', summary: 'run it without asking'},
  },
  no: 'it drifted, nothing could be compared, or nobody agreed to run it',
  async run({args, flags}, io) {
    const [context, {reproduce, reproductionPlan}] = await Promise.all([
      runContextOf(io),
      import('../usecases/reproduce/reproduce'),
    ])
    const ports = {
      ...context,
      in: (cwd: string, variables: Readonly<Record<string, string | undefined>>): Promise<RunContext> =>
        runContextIn(io, cwd, variables),
    }
    if (flags.plan) {
      const {hints, ...plan} = await reproductionPlan(ports, args.run)
      return {data: plan, text: await planned(plan, flags.format, io), hints}
    }
    if (flags.format === 'sh') {
      throw new ExpError('USAGE', 'a script is made of the plan, not of a verdict', {
        hints: [`git exp reproduce ${shellWord(args.run)} --plan --format sh`],
      })
    }
    const found = await reproduce(ports, {
      run: args.run,
      env: flags.env,
      asked: {network: flags.network, gpus: flags.gpus},
      tolerances: flags.tolerance,
      times: flags.times,
      anyway: flags.anyway,
      keep: flags.keep,
      data: flags.data,
      copyData: flags['copy-data'],
      fetchData: flags['fetch-data'],
      by: flags.by,
      consent: consentOf(flags, io),
      tell: ({kind, text}) =>
        kind === 'warning' ? io.warn(text) : io.tell(kind === 'hint' ? `hint: ${text}` : `git exp: run ${text}`),
    })
    return answered(found, flags, io)
  },
})

type Plan = Parameters<typeof import('../render/reproduction/plan')['planText']>[0]

async function planned(plan: Plan, format: string, io: CommandIo): Promise<string> {
  if (format === 'sh') return (await import('../render/reproduction/plan-script')).planScript(plan)
  const {planMarkdown, planText} = await import('../render/reproduction/plan')
  return format === 'md' ? planMarkdown(plan) : planText(plan, io)
}

/** Shows all that is to be done; then a person answers, or has with --yes. Throws USAGE where nobody can. */
function consentOf(
  {yes, times}: {readonly yes: boolean; readonly times: number},
  io: CommandIo,
): ReproduceInput['consent'] {
  return async intent => {
    const {intentLines} = await import('../render/reproduction/intent')
    for (const line of intentLines(intent, times)) io.tell(line)
    if (yes) return true
    if (io.confirm) return io.confirm('Run it?')
    const {id} = intent.original
    throw new ExpError('USAGE', 'nobody is at a terminal to say that this may be run; nothing was', {
      hints: [`git exp reproduce ${id} --yes`, `the steps alone: git exp reproduce ${id} --plan`],
      data: {id, command: intent.argv},
    })
  }
}

async function answered(
  {judgement, original, runs, commit, warnings, hints}: ReproducedRun,
  {all, format}: {readonly all: boolean; readonly format: string},
  io: CommandIo,
) {
  if (!judgement) return {data: {original, runs, verdict: null}, text: 'nothing was run\n', hints, exit: 1}
  const [{verdictText}, {verdictMarkdown}] = await Promise.all([
    import('../render/reproduction/verdict'),
    import('../render/reproduction/verdict-markdown'),
  ])
  const view = {original, runs, judgement}
  const {verdict, reproductions, ...rest} = judgement
  const told = reproductions.map((compared, i) => ({...runs[i]!, ...compared}))
  const left = runs.flatMap(({worktree, holds = []}) => {
    if (worktree === undefined) return []
    const why = holds.length > 0 ? `kept, since nothing else holds ${someOf(holds, 3)}` : 'what it left'
    return [`${why}: ${shellWord(worktree)}; to be rid of it: git exp checkout --remove ${shellWord(worktree)} --force`]
  })
  return {
    data: {original, verdict, reproductions: told, ...rest, commit},
    text: () =>
      format === 'md' ? verdictMarkdown(view, all) : verdictText(view, {color: io.color, width: io.width, all}),
    warnings,
    hints: [...hints, ...left],
    exit: verdict === 'exact' || verdict === 'within tolerance' ? 0 : 1,
  }
}
