import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join, relative, resolve} from 'node:path'

const SRC = resolve('src')
const TABLES = readFileSync('ARCHITECTURE.md', 'utf8')

/** Cells of the rows of the table whose head starts with this word. */
function table(head: string): string[][] {
  const lines = TABLES.split('\n')
  const start = lines.findIndex(line => line.startsWith(`| ${head} |`))
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}

const rooms = new Map(table('room').map(([room, , may]) => [room!, new Set(may!.split(' ').filter(Boolean))]))
const owners = new Map(table('library').map(([library, owner]) => [library!, owner!]))
const words = table('room').flatMap(([room]) => room!)

const files = readdirSync(SRC, {recursive: true, encoding: 'utf8'})
  .filter(file => file.endsWith('.ts') && !file.includes('generated/'))
  .map(file => join(SRC, file))
const sources = new Map(files.map(file => [file, readFileSync(file, 'utf8')]))

/** Code without comments; `texts` leaves strings out too. */
function code(file: string, texts = false): string {
  const pattern = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|\$\{[^}]*\}|[^`\\])*`/g
  return sources
    .get(file)!
    .replace(pattern, part => (part.startsWith('/') ? ' ' : texts && !part.startsWith('`') ? "''" : part))
}

/** Everything a file names in an import, an export or an import(): types count too. */
function imports(file: string): string[] {
  const pattern = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([^']+)'/g
  return [...code(file).matchAll(pattern)].map(match => match[1]!)
}

function target(file: string, specifier: string): string | undefined {
  const path = resolve(dirname(file), specifier)
  return [`${path}.ts`, path, `${path}.js`, `${path}.d.ts`].find(each => existsSync(each) && statSync(each).isFile())
}

const roomOf = (file: string) => relative(SRC, file).split('/')[0]!
const shown = (file: string) => relative(SRC, file)
const relatives = (file: string) => imports(file).filter(each => each.startsWith('.'))
const inside = (file: string) =>
  relatives(file)
    .flatMap(each => target(file, each) ?? [])
    .filter(each => sources.has(each))

test('the tables are there', () => {
  expect(rooms.size).toBeGreaterThan(15)
  expect(owners.size).toBeGreaterThan(5)
})

test('every file lies in a room of the table', () => {
  expect(files.filter(file => !rooms.has(roomOf(file))).map(shown)).toEqual([])
})

test('every relative import leads somewhere', () => {
  const lost = files.flatMap(file =>
    relatives(file)
      .filter(each => !target(file, each))
      .map(each => `${shown(file)} → ${each}`),
  )
  expect(lost.filter(each => !each.includes('generated/'))).toEqual([])
})

test('rooms import only what the table allows', () => {
  const wrong = files.flatMap(file => {
    const room = roomOf(file)
    const targets = inside(file).filter(each => roomOf(each) !== room && !rooms.get(room)?.has(roomOf(each)))
    return targets.map(each => `${shown(file)} → ${shown(each)}`)
  })
  expect(wrong).toEqual([])
})

test('the table allows no circle of rooms', () => {
  expect(circle([...rooms.keys()], room => [...rooms.get(room)!])).toEqual([])
})

test('the table names no room that it does not list', () => {
  expect([...rooms.values()].flatMap(may => [...may]).filter(room => !words.includes(room))).toEqual([])
})

test('no circle of files', () => {
  expect(circle(files, inside).map(shown)).toEqual([])
})

test('each library has one owner', () => {
  const wrong = files.flatMap(file =>
    imports(file)
      .filter(each => !each.startsWith('.'))
      .map(each => (each.startsWith('node:') ? each.split('/')[0]! : packageOf(each)))
      .filter(library => (owners.has(library) ? !below(file, owners.get(library)!) : !library.startsWith('node:')))
      .map(library => `${shown(file)} → ${library}`),
  )
  expect(wrong).toEqual([])
})

test('the world is reached from the edge only', () => {
  const sentence = TABLES.split('\n').find(line => line.startsWith('`process`'))!
  const edge = new Set(
    sentence
      .replace(/^.* appear only in /, '')
      .replace(/\.$/, '')
      .split(/, | and /),
  )
  const world = /(?<![.\w$])(process\.|Date\.now\b|new Date\(\)|Math\.random\b|console\.)/
  const wrong = files.filter(file => !edge.has(roomOf(file)) && world.test(code(file, true)))
  expect(wrong.map(shown)).toEqual([])
})

test('no room, and no file, is called after nothing', () => {
  const empty = files.filter(file =>
    /(^|\/)(utils?|helpers?|common|shared|core|misc|index)(\/|\.ts$)/.test(shown(file)),
  )
  expect(empty.map(shown).filter(file => file !== 'index.ts' && !file.startsWith('ledger/index/'))).toEqual([])
})

test('named exports only', () => {
  expect(files.filter(file => /^export default\b/m.test(code(file, true))).map(shown)).toEqual([])
})

test('sizes: reported, not judged', () => {
  const lines = files
    .map(file => [sources.get(file)!.split('\n').length, shown(file)] as const)
    .sort(([a], [b]) => b - a)
  const big = lines.filter(([count]) => count > 250)
  const middle = lines[lines.length >> 1]![0]
  if (big.length > 0)
    process.stdout.write(
      `median file ${middle} lines; over 250: ${big.map(([n, file]) => `${file} ${n}`).join(', ')}\n`,
    )
})

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function below(file: string, owner: string): boolean {
  return shown(file).startsWith(`${owner}/`)
}

/** The first circle found, as the nodes along it; [] where there is none. */
function circle<T>(nodes: readonly T[], next: (node: T) => readonly T[]): T[] {
  const done = new Set<T>()
  const path: T[] = []
  const visit = (node: T): T[] => {
    const at = path.indexOf(node)
    if (at !== -1) return [...path.slice(at), node]
    if (done.has(node)) return []
    path.push(node)
    for (const each of next(node)) {
      const found = visit(each)
      if (found.length > 0) return found
    }
    path.pop()
    done.add(node)
    return []
  }
  for (const node of nodes) {
    const found = visit(node)
    if (found.length > 0) return found
  }
  return []
}
