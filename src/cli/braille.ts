/**
 * Whether Braille characters are shown as such: not in a locale of another encoding than UTF-8 (by LC_ALL, LC_CTYPE, LANG, the first that is set)
 * and not on the Linux console, whose fonts lack them. Where no locale is set nobody objects.
 */
export function showsBraille(env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG']
  return (!locale || /utf-?8/i.test(locale)) && env['TERM'] !== 'linux'
}
