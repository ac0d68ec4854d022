import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {ExpError} from '../../base/errors'
import {formatBytes} from '../../base/units'

/** isomorphic-git holds a whole pack in memory, twice; above 2 GiB it fails (measured). */
const MAX_PACK_BYTES = 1024 ** 3

/** Extensions that change nothing for a reader of objects and refs in files. */
const HARMLESS = new Set(['noop', 'noop-v1', 'preciousobjects', 'worktreeconfig', 'relativeworktrees'])

/** Throws UNSUPPORTED_REPOSITORY for what isomorphic-git would misread, NOT_A_REPOSITORY where there are no objects. */
export function guardRepository(commonDir: string): void {
  if (!isFolder(join(commonDir, 'objects'))) {
    throw new ExpError('NOT_A_REPOSITORY', `"${commonDir}" is not a git directory: it has no "objects" folder`, {
      hints: ['run it inside a git repository, or make one: git init'],
    })
  }
  const reason = misreading(commonDir)
  if (reason === undefined) return
  throw new ExpError(
    'UNSUPPORTED_REPOSITORY',
    `this repository ${reason}, which cannot be read without the git program`,
    {
      hints: ['install git 2.31 or newer, or put it on PATH'],
      data: {reason, commonDir},
    },
  )
}

function misreading(commonDir: string): string | undefined {
  const config = parseConfig(read(join(commonDir, 'config')))
  return badExtension(config) ?? promisor(commonDir, config) ?? elsewhere(commonDir) ?? hugePack(commonDir)
}

function badExtension(config: readonly [string, string][]): string | undefined {
  for (const [key, value] of config) {
    const extension = /^extensions\.(.*)$/.exec(key)?.[1]
    if (extension === undefined || HARMLESS.has(extension)) continue
    if (extension === 'objectformat' && value === 'sha1') continue
    if (extension === 'refstorage' && value === 'files') continue
    if (extension === 'objectformat') return `names its objects by ${value}`
    if (extension === 'refstorage') return `keeps its refs as ${value}`
    if (extension === 'partialclone') return 'is a partial clone'
    return `has the extension "${extension}"`
  }
  return undefined
}

function promisor(commonDir: string, config: readonly [string, string][]): string | undefined {
  const promised = config.some(([key, value]) => /^remote\..*\.promisor$/.test(key) && /^(true|yes|on|1)$/i.test(value))
  return promised || packFiles(commonDir).some(file => file.endsWith('.promisor')) ? 'is a partial clone' : undefined
}

function elsewhere(commonDir: string): string | undefined {
  if (read(join(commonDir, 'objects', 'info', 'alternates')).trim() !== '') {
    return 'borrows objects from another one (alternates)'
  }
  if (read(join(commonDir, 'info', 'grafts')).trim() !== '') return 'has grafts'
  const replaced = / refs\/replace\//.test(read(join(commonDir, 'packed-refs')))
  return replaced || list(join(commonDir, 'refs', 'replace')).length > 0 ? 'replaces objects (git replace)' : undefined
}

function hugePack(commonDir: string): string | undefined {
  for (const file of packFiles(commonDir).filter(name => name.endsWith('.pack'))) {
    const size = statSync(join(commonDir, 'objects', 'pack', file), {throwIfNoEntry: false})?.size ?? 0
    if (size > MAX_PACK_BYTES) return `has a pack of ${formatBytes(size)} (limit ${formatBytes(MAX_PACK_BYTES)})`
  }
  return undefined
}

/** Keys (section and name in lower case) and values of one file; includes are not followed, as git does not for extensions. */
function parseConfig(text: string): [string, string][] {
  const pairs: [string, string][] = []
  let section = ''
  for (const line of text.split('\n')) {
    const head = /^\s*\[\s*([^\s"\]]+)(?:\s+"(.*)")?\s*\]/.exec(line)
    if (head) section = head[1]!.toLowerCase() + (head[2] === undefined ? '' : `.${head[2]}`)
    const rest = head ? line.slice(head[0].length) : line
    const pair = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*"?([^"#;]*?)"?\s*)?(?:[#;].*)?$/.exec(rest)
    if (pair) pairs.push([`${section}.${pair[1]!.toLowerCase()}`, pair[2] ?? 'true'])
  }
  return pairs
}

const packFiles = (commonDir: string) => list(join(commonDir, 'objects', 'pack'))

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false
}
