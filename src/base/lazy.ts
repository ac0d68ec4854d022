/** A value made when it is first asked for, and once. */
export function lazy<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined
  return () => {
    made ??= {value: make()}
    return made.value
  }
}

/** The value of a key, made and kept where the map has none. */
export function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const value = make()
  map.set(key, value)
  return value
}

/** More answers than this are let go of at once. */
const REMEMBERED = 10_000

/** The same function of a text, that answers what it has answered before without asking again. */
export function remembered<V>(answer: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return text => {
    const found = known.get(text)
    if (found !== undefined || known.has(text)) return found!
    if (known.size >= REMEMBERED) known.clear()
    const made = answer(text)
    known.set(text, made)
    return made
  }
}
