export interface ThreeTexts {
  readonly base: string
  readonly ours: string
  readonly theirs: string
  /** Whose block stands where both changed it. */
  readonly take?: 'ours' | 'theirs'
}

/**
 * A three-way merge of YAML by its top-level keys, each with its comment above and its lines below: people read these files, so
 * their words stay. Keys come in the order of `base`, then new ones by name. Answers with the keys that both sides changed, each in its way.
 */
export function mergeBlocks({
  base,
  ours,
  theirs,
  take,
}: ThreeTexts): {readonly text: string} | {readonly keys: readonly string[]} {
  const [from, mine, other] = [base, ours, theirs].map(blocksOf) as [Blocks, Blocks, Blocks]
  const fresh = [...new Set([...mine.keys(), ...other.keys()])].filter(key => !from.has(key)).sort()
  const keys: string[] = []
  const merged = [...from.keys(), ...fresh].map(key => {
    const [old, here, there] = [from.get(key), mine.get(key), other.get(key)]
    if (here === there || there === old) return here
    if (here === old) return there
    const inner = nested(key, {base: old ?? '', ours: here ?? '', theirs: there ?? '', ...(take && {take})})
    if (inner && 'text' in inner) return inner.text
    if (take) return take === 'ours' ? here : there
    keys.push(...(inner ? inner.keys.map(own => `${key}.${own}`) : [key === '' ? 'its first lines' : key]))
    return here
  })
  return keys.length > 0 ? {keys} : {text: merged.filter(block => block !== undefined).join('')}
}

/** A map of its own below a key is merged by its keys; undefined where one side holds none. */
function nested(key: string, {base, ours, theirs, take}: ThreeTexts): ReturnType<typeof mergeBlocks> | undefined {
  const parts = [base, ours, theirs].map(block => /^((?:#.*\n)*.*:[ ]*\n)((?: {2}.*\n)+)$/.exec(block))
  const [, mine, other] = parts
  if (key === '' || !mine || !other || mine[1] !== other[1]) return undefined
  const [from, here, there] = parts.map(part => (part?.[2] ?? '').replace(/^ {2}/gm, '')) as [string, string, string]
  const merged = mergeBlocks({base: from, ours: here, theirs: there, ...(take && {take})})
  return 'text' in merged ? {text: `${mine[1]}${merged.text.replace(/^/gm, '  ').replace(/ {2}$/, '')}`} : merged
}

type Blocks = ReadonlyMap<string, string>

/** Key → its lines. What stands before the first key is under ''. */
function blocksOf(text: string): Blocks {
  const blocks = new Map<string, string>()
  let [key, lines]: [string, string[]] = ['', []]
  const end = (next: string, carried: string[]) => {
    const block = lines.join('')
    if (block !== '') blocks.set(key, (blocks.get(key) ?? '') + block)
    ;[key, lines] = [next, carried]
  }
  for (const line of text.split(/(?<=\n)/)) {
    const found = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s#:'"-][^:#]*?))\s*:(?:\s|$)/.exec(line)
    if (found) end(found[1] ?? found[2] ?? found[3]!, commentsAbove(lines))
    lines.push(line.endsWith('\n') ? line : `${line}\n`)
  }
  end('', [])
  return blocks
}

/** Takes the comment that stands right above a key away from the block before it. */
function commentsAbove(lines: string[]): string[] {
  const from = lines.findLastIndex(line => !/^#/.test(line)) + 1
  return lines.splice(from)
}
