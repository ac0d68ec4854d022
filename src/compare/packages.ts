export interface PackageAt {
  readonly name: string
  /** A version, or `@ <address>` for what came from no index. */
  readonly version: string
  /** The script itself imports it, as far as that could be told. */
  readonly imported?: true
}

export interface PackageMove {
  readonly name: string
  readonly before: string
  readonly after: string
  readonly imported?: true
}

/** Packages of two interpreters; those that the script imports come first, then by name. */
export interface PackageDiff {
  readonly moved: readonly PackageMove[]
  readonly added: readonly PackageAt[]
  readonly removed: readonly PackageAt[]
  /** How many stayed as they were. */
  readonly same: number
}

/** Two texts in pip's format, as `requirements.txt` beside a record; `imported` are names of packages. Pure. */
export function diffPackages(before: string, after: string, imported: ReadonlySet<string>): PackageDiff {
  const [old, now] = [packagesOf(before), packagesOf(after)]
  const told = <T extends {name: string}>(item: T) => ({
    ...item,
    ...(imported.has(item.name) && {imported: true as const}),
  })
  const only = (these: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
    [...these].filter(([name]) => !others.has(name)).map(([name, version]) => told({name, version}))
  const both = [...old].filter(([name]) => now.has(name))
  const moved = both.filter(([name, version]) => now.get(name) !== version)
  return {
    moved: moved.map(([name, version]) => told({name, before: version, after: now.get(name)!})).sort(byUse),
    added: only(now, old).sort(byUse),
    removed: only(old, now).sort(byUse),
    same: both.length - moved.length,
  }
}

type Named = {readonly name: string; readonly imported?: true}

function byUse(a: Named, b: Named): number {
  return Number(b.imported ?? false) - Number(a.imported ?? false) || (a.name < b.name ? -1 : 1)
}

/** Name, as PEP 503 normalizes it, → version. What is no pin is kept as it stands. */
function packagesOf(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const said = line.replace(/(?:^|\s)#.*$/, '').trim()
    const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/.exec(said)
    if (!match) continue
    const [, name, rest] = match as unknown as [string, string, string]
    found.set(normalized(name), rest.replace(/^==\s*/, ''))
  }
  return found
}

export const normalized = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')
