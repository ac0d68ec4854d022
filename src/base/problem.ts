/** One thing wrong with a document, with its place. All problems of a file are reported together. */
export interface Problem {
  /** JSON pointer into the document, as `/metrics/dev/macro_f1`; '' is the whole document. */
  readonly pointer: string
  /** What was found, in one clause: `is "abc"`, `is missing`. */
  readonly message: string
  /** What was expected, in one clause. */
  readonly expected?: string
  /** A line that would have been right. */
  readonly example?: string
  /** 1-based place in the source text, where it is known. */
  readonly line?: number
  readonly column?: number
  readonly severity?: 'error' | 'warning'
}

/** `run.json:12:3: params.lr is "abc"; expected a number, for example lr: 0.001` */
export function formatProblem(problem: Problem, file: string): string {
  const place = problem.line === undefined ? file : `${file}:${problem.line}:${problem.column ?? 1}`
  const name = dotted(problem.pointer)
  const expected = problem.expected === undefined ? '' : `; expected ${problem.expected}`
  const example = problem.example === undefined ? '' : `, for example ${problem.example}`
  return `${place}: ${name === '' ? '' : `${name} `}${problem.message}${expected}${example}`
}

/** `/metrics/dev/0` → `metrics.dev.0` */
export function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}

export function pointerOf(path: readonly (string | number)[]): string {
  return path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
