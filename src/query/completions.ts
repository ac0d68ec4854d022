import {SUMMARY_FIELDS} from './fields'

/** What the word being typed stands for. */
export type Completed = 'field' | 'fields' | 'filter'

export interface Known {
  /** Dotted paths that some run has. */
  readonly fields: readonly string[]
  /** Names of saved filters, without their @. */
  readonly filters: readonly string[]
}

/** More names than these are offered part by part, up to the next dot. */
const SHOWN = 60

/**
 * Whole words that `typed` may become: a field (`-field` for the other way round), fields parted by commas, or a filter, of which the
 * last path or `@name` is completed. A filter whose field is whole goes on with the signs that ask something of it: so a shell does
 * not close its quote.
 */
export function completions(kind: Completed, typed: string, known: Known): string[] {
  if (kind === 'filter') return filterCompletions(typed, known)
  const at = kind === 'fields' ? typed.lastIndexOf(',') + 1 : typed.startsWith('-') ? 1 : 0
  const before = typed.slice(0, at)
  const taken = new Set(kind === 'fields' ? before.split(',') : [])
  const fields = everyField(known).filter(field => !taken.has(field) && !/[\s,]/.test(field))
  return byParts(fields, typed.slice(at)).map(field => before + field)
}

/** Where a value may begin, and no operator is awaited. */
const AWAITED = /(?:^|[-+*/%<>=!&|?:([{,]|\bin)\s*$/

function filterCompletions(typed: string, known: Known): string[] {
  const [tail] = /(?:@[\w-]*|[A-Za-z_]\w*(?:\.\w*|\["[^"]*"\])*(?:\["[^"]*)?)?$/.exec(typed)!
  const before = typed.slice(0, typed.length - tail.length)
  if (isWithinText(before) || !AWAITED.test(before)) return []
  const names = tail.startsWith('@') || tail === '' ? known.filters.map(name => `@${name}`) : []
  const own = tail.startsWith('@') ? [] : byParts(everyField(known).map(spelledPath), tail)
  const found = [...own, ...names.filter(name => name.startsWith(tail))]
  const [only] = found
  if (found.length !== 1 || only === undefined || only.endsWith('.')) return found.map(word => before + word)
  const isCondition = only.startsWith('@') || /\bin\s+$/.test(before)
  return (isCondition ? ['&&', '||'] : ['==', '!=', '<', '>']).map(sign => `${before}${only} ${sign}`)
}

const isWithinText = (before: string) => /["']/.test(before.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, ''))

/** `metrics.macro avg.f1` → `metrics["macro avg"].f1` */
function spelledPath(path: string): string {
  const [root = '', ...rest] = path.split('.')
  return root + rest.map(part => (/^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join('')
}

function byParts(fields: readonly string[], typed: string): string[] {
  const found = fields.filter(field => field.startsWith(typed)).sort()
  if (found.length <= SHOWN) return found
  return [...new Set(found.map(field => upToDot(field, typed.length)))]
}

/** Those that some run has, and those that every run may have. */
const everyField = ({fields}: Known) => [...new Set([...fields, ...SUMMARY_FIELDS.filter(field => !GROUPS.has(field))])]

/** Groups of fields, offered where some run has a field in them. */
const GROUPS: ReadonlySet<string> = new Set(['params', 'metrics', 'dataset', 'code', 'env', 'resources', 'lineage'])

function upToDot(field: string, from: number): string {
  const dot = field.indexOf('.', from)
  return dot < 0 ? field : field.slice(0, dot + 1)
}
