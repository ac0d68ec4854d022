/** Whether a pattern, `*` for any text, is a metric's path or an ending of it that begins after a dot. */
export function isLike(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^metrics\./, '')
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^(?:${source})$`).test(path) || path.endsWith(`.${pattern}`)
}
