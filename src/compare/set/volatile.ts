import type {Json} from '../../base/json'

/** Last part of a param's path that seeds randomness. */
const SEED = /^(?:(?:\w+_)?seed|seed_\w+|random_state)$/i
/**
 * Where a run put its files, what it was called, and where it talked: no part of what was tried. `rank` alone and `lora_rank` are, in
 * adapters of low rank; so are `report` and `support`.
 */
const VOLATILE =
  /^(?:(?:\w+_)?dir|(?:log|out|output|save)(?:dir|file|path)|(?:log|out|output|save)_(?:file|path|folder|prefix|to)|(?:\w+_)?port|(?:local|global|node|process|world|data_parallel)_rank|run_?name|wandb_\w+|hub_\w+|run_?id|experiment_?(?:name|id)|job_?id|local_process_index)$/i
/** Alone it may be what a model gives as well: only a path tells that it is a place. */
const PLACE = /^(?:out|output|save|save_to|log)$/i
/** A folder that is read is part of it. */
const READ = /(?:data|corpus|train|dev|valid|test|model|input|image|audio)\w*_?dir$/i

const lastOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)

/** A param that seeds randomness, by the last part of its path. */
export const isSeed = (path: string): boolean => SEED.test(lastOf(path))

/** A param that says where a run put its files, or what it was called, and nothing of what was tried. `own`: what the ledger adds, as names or dotted paths, with `*` for any text. */
export function isVolatile(path: string, own: readonly string[], value?: Json): boolean {
  const last = lastOf(path)
  if (VOLATILE.test(last) && !READ.test(last)) return true
  if (PLACE.test(last) && typeof value === 'string' && /[\\/]|\.\w+$/.test(value)) return true
  return own.some(pattern => matches(pattern, last) || matches(pattern, path))
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  if (parts.length === 1) return pattern === text
  let from = parts[0]!.length
  if (!text.startsWith(parts[0]!)) return false
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return text.length - parts.at(-1)!.length >= from && text.endsWith(parts.at(-1)!)
}
