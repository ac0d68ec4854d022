export interface ColorFacts {
  readonly flag: string | undefined
  readonly terminal: boolean
  readonly env: NodeJS.ProcessEnv
}

/** `--color`, then NO_COLOR and FORCE_COLOR, then git's settings, which count on a terminal only. */
export function wantsColor({flag, terminal, env}: ColorFacts, git: () => boolean): boolean {
  if (flag === 'always' || flag === 'never') return flag === 'always'
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false'
  return terminal && env['TERM'] !== 'dumb' && git()
}
