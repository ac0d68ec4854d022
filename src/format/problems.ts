import {ExpError} from '../base/errors'
import {formatProblem, type Problem} from '../base/problem'
import {plural} from '../base/text'
import {MAX_KEPT_PROBLEMS, MAX_PROBLEMS} from './limits'

/** BAD_DOCUMENT with every problem on a line of its own; `data.problems` holds them, up to a thousand. */
export function badDocument(file: string, problems: readonly Problem[], hints?: readonly string[]): ExpError {
  const lines = problems.slice(0, MAX_PROBLEMS).map(problem => formatProblem(problem, file))
  if (problems.length > MAX_PROBLEMS) lines.push(`… and ${problems.length - MAX_PROBLEMS} more`)
  const message =
    lines.length === 1 ? lines[0]! : `${plural(problems.length, 'problem')} in ${file}\n${lines.join('\n')}`
  return new ExpError('BAD_DOCUMENT', message, {
    hints: hints ?? [tryAgain(file)],
    data: {file, problems: problems.slice(0, MAX_KEPT_PROBLEMS)},
  })
}

/** The hint for a document that must be mended by hand. */
function tryAgain(file: string): string {
  return `mend it, then try it without recording: git exp record --dry-run ${shellWord(file)}`
}

/** How a shell is told the name of a document; `-` for standard input. */
export function shellWord(file: string): string {
  if (file === 'standard input') return '-'
  return /^[\w./@+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`
}
