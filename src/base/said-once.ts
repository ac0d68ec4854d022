/** `name: text`; what is to be said of several in the same words is said once: `first and 3 more: text`. */
export function saidOnce(lines: readonly {readonly name: string; readonly text: string}[]): string[] {
  const names = new Map<string, string[]>()
  for (const {name, text} of lines) if (!names.get(text)?.push(name)) names.set(text, [name])
  return [...names].map(
    ([text, [first, ...more]]) => `${first}${more.length > 0 ? ` and ${more.length} more` : ''}: ${text}`,
  )
}
