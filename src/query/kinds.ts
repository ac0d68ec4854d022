/** A type of the language, as people say it: `string` → `a text`. */
export function kindSpoken(type: string): string {
  if (type === 'string') return 'a text'
  if (type === 'int' || type === 'uint' || type === 'double') return 'a number'
  if (type === 'bool') return 'yes or no'
  if (type === 'dyn') return 'a field'
  if (type.startsWith('list')) return 'a list'
  if (type.startsWith('map')) return 'a group of fields'
  if (type === 'google.protobuf.Timestamp') return 'a time'
  return type === 'google.protobuf.Duration' ? 'a duration' : type
}

/** `string, int` → `a text, a number`; commas within `map<string, int>` do not count. */
export function kindsSpoken(types: string): string {
  return types
    .split(/, (?![^<]*>)/)
    .map(kindSpoken)
    .join(', ')
}
