import {ExpError} from '../../base/errors'

const SUBMITTERS = new Set(['sbatch', 'qsub', 'bsub', 'condor_submit', 'oarsub'])

/** A command that only hands work to a scheduler ends at once: its run would be over before the work begins. Throws USAGE. */
export function refuseSubmission(argv: readonly string[]): void {
  const program = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  if (!SUBMITTERS.has(program)) return
  throw new ExpError('USAGE', `${program} hands the work on and ends at once; the run belongs into the job`, {
    hints: [
      'at submission: ID=$(git exp start --print-id)',
      `then: ${program} … with, in the job's script: git exp run --in "$ID" -- python train.py`,
    ],
    data: {program},
  })
}
