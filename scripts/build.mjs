// Makes everything that is shipped: dist/ (one chunk a command, no runtime dependency), man/, completions/, and the
// reference page in docs/. Each folder is swapped in whole, so that a running git-exp never sees half of it.
import {spawnSync} from 'node:child_process'
import {copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {rolldown} from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Three files for what each recorded run loads, where there would be 25, each half a millisecond to find and load: first what
 * reads the command line and starts git; while git looks around, the adapters; and what only `record` needs.
 */
const FIRST = ['src/main.ts', 'src/commands/record.ts', 'src/cli/express.ts', 'src/compose/context.ts']
const SECOND = [
  ...['git/cli-objects', 'git/cli-remotes', 'git/cli-writer', 'node/files', 'node/local-store'].map(adapter),
  ...['node/own-folder', 'node/recorded', 'node/spool', 'node/worktrees'].map(adapter),
]
const THIRD = [
  'src/usecases/record-runs.ts',
  ...['template-digests', 'validators', 'accepts-run', 'accepts-generic'].map(
    name => `src/schema/generated/${name}.js`,
  ),
]

function adapter(name) {
  return `src/adapters/${name}.ts`
}

/** The modules that these load at once, as the bundler sees it: what they import lazily is not among them. */
async function loadedAtOnce(files) {
  const build = await rolldown({
    input: Object.fromEntries(files.map((file, i) => [`hot${i}`, file])),
    cwd: root,
    platform: 'node',
    logLevel: 'silent',
  })
  const {output} = await build.generate({format: 'cjs'})
  await build.close()
  const chunks = new Map(output.filter(part => part.type === 'chunk').map(chunk => [chunk.fileName, chunk]))
  const ids = new Set()
  const walk = chunk => {
    for (const id of chunk.moduleIds) ids.add(id)
    for (const name of chunk.imports) if (chunks.has(name)) walk(chunks.get(name))
  }
  for (const chunk of chunks.values()) if (chunk.isEntry) walk(chunk)
  return ids
}

async function bundle(input, dir, minify, groups = []) {
  const build = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    // oclif looks for typescript when it thinks it is being developed; it never is, here.
    external: ['typescript', 'ts-node'],
    transform: {define: {'process.env.NODE_ENV': '"production"'}},
    onLog: (level, log, next) => (log.code === 'EVAL' ? undefined : next(level, log)),
  })
  const {output} = await build.write({
    dir,
    format: 'cjs',
    minify,
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    ...(groups.length > 0 && {codeSplitting: {groups}}),
  })
  await build.close()
  for (const {fileName, code} of output) if (code) writeFileSync(join(dir, fileName), ascii(code))
}

/** One sign beyond ASCII makes a source twice as long in memory, and slow to read. */
function ascii(code) {
  return code.replace(/[^\x00-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function swap(fresh, place) {
  const old = `${place}.old-${process.pid}`
  if (existsSync(place)) renameSync(place, old)
  renameSync(fresh, place)
  rmSync(old, {recursive: true, force: true})
}

function writeAll(place, files) {
  const fresh = join(root, `${place}.new-${process.pid}`)
  mkdirSync(fresh, {recursive: true})
  for (const [name, text] of files) writeFileSync(join(fresh, name), text)
  swap(fresh, join(root, place))
}

const validators = join(root, 'scripts/generate-validators.mjs')
if (existsSync(validators)) {
  const {status} = spawnSync(process.execPath, [validators], {cwd: root, stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}

const fresh = join(root, `dist.new-${process.pid}`)
const [first, second, third] = await Promise.all([FIRST, SECOND, THIRD].map(loadedAtOnce))
await bundle({main: 'src/main.ts'}, fresh, true, [
  {name: 'first', test: id => first.has(id), priority: 3},
  {name: 'second', test: id => second.has(id), priority: 2},
  {name: 'record', test: id => third.has(id), priority: 1},
])
// A file of its own: a thread runs it.
await bundle({'hash-worker': 'src/adapters/node/hash-worker.ts'}, fresh, true)
// Made by the generator: the worker that runs other people's templates.
const worker = 'template-worker.js'
if (existsSync(join(root, 'dist', worker))) copyFileSync(join(root, 'dist', worker), join(fresh, worker))
swap(fresh, join(root, 'dist'))

const scratch = join(root, `node_modules/.cache/git-exp-pages-${process.pid}`)
await bundle({pages: 'scripts/pages.ts'}, scratch, false)
const {man, completions, reference} = await createRequire(import.meta.url)(join(scratch, 'pages.js')).pages()
rmSync(scratch, {recursive: true, force: true})
writeAll('man', man)
writeAll('completions', completions)
mkdirSync(join(root, 'docs/reference'), {recursive: true})
writeFileSync(join(root, 'docs/reference/commands.md'), reference)
