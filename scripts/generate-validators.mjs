// Writes what the build and the tests need and git does not keep:
//   src/schema/generated/validate-*.js   ajv's standalone code for the record and each bundled template; needs no ajv to run
//   src/schema/generated/accepts-*.js    the same as a yes or no: half the code, so a good record, the usual one, loads this alone
//   src/schema/generated/validators.js   digest of a bundled template → its two functions, loaded when asked for
//   src/schema/generated/templates.js    the bundled templates as text, with the digest of their exact bytes
//   src/schema/generated/template-digests.js  name of a bundled template, and id of its blob → its digest
//   src/schema/generated/run-schema.js   the schema of the record as text, for explaining errors
//   dist/template-worker.js              the worker for everybody else's templates
import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {rolldown} from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const generated = join(root, 'src/schema/generated')
const require = createRequire(import.meta.url)
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas'])
const DATA = new Set(['const', 'enum', 'default', 'required'])
// Below node_modules, so that what is written there finds ajv.
const scratch = mkdtempSync(join(root, 'node_modules/.generate-'))

try {
  mkdirSync(generated, {recursive: true})
  await generate()
  await bundle(join(root, 'scripts/template-worker-entry.mjs'), join(root, 'dist/template-worker.js'), 'cjs')
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

async function generate() {
  const run = readFileSync(join(root, 'schemas/run.schema.json'), 'utf8')
  const templates = readTemplates()
  await bundle(join(root, 'src/schema/make-ajv.ts'), join(scratch, 'make-ajv.cjs'), 'cjs', [/^ajv/])
  for (const [name, text] of [['run', run], ...templates.map(each => [each.name, each.text])]) {
    const schema = bare(JSON.parse(text))
    await writeFunction('validate', name, schema, 'Validator')
    await writeFunction('accepts', name, withoutErrors(schema), 'Accepts')
  }
  const loaders = templates.map(
    ({name, digest}) =>
      `  '${digest}': {accepts: () => import('./accepts-${name}'), validate: () => import('./validate-${name}')},`,
  )
  emit('validators', `export const byDigest = {\n${loaders.join('\n')}\n}`, [
    `import type {Checker} from '../schema-errors'`,
    'export const byDigest: Readonly<Record<string, Checker>>',
  ])
  emit('templates', `export const templates = ${JSON.stringify(templates)}`, [
    'export const templates: readonly {readonly name: string; readonly digest: string; readonly text: string}[]',
  ])
  const digests = Object.fromEntries(templates.map(({name, digest}) => [name, digest]))
  const byOid = Object.fromEntries(
    templates.flatMap(({text, digest}) => ['sha1', 'sha256'].map(format => [blobOid(text, format), digest])),
  )
  const code = `export const digestOf = ${JSON.stringify(digests)}\nexport const digestOfBlob = ${JSON.stringify(byOid)}`
  emit('template-digests', code, [
    'export const digestOf: Readonly<Record<string, string>>',
    'export const digestOfBlob: Readonly<Record<string, string>>',
  ])
  emit('run-schema', `export const runSchema = ${JSON.stringify(run)}`, ['export const runSchema: string'])
}

/** The general one first: it is the default. */
function readTemplates() {
  const names = readdirSync(join(root, 'schemas/templates')).map(file => file.replace(/\.schema\.json$/, ''))
  const sorted = names.sort((a, b) => Number(b === 'generic') - Number(a === 'generic') || (a < b ? -1 : 1))
  return sorted.map(name => {
    const text = readFileSync(join(root, `schemas/templates/${name}.schema.json`), 'utf8')
    return {name, digest: `sha256:${createHash('sha256').update(text).digest('hex')}`, text}
  })
}

/** The id that git gives a file, in repositories of either format. */
function blobOid(text, format) {
  const bytes = Buffer.from(text)
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

async function writeFunction(what, name, schema, type) {
  const ajv = require(join(scratch, 'make-ajv.cjs')).makeAjv({source: true})
  const code = require('ajv/dist/standalone').default(ajv, ajv.compile(schema))
  const file = `${what}-${name}`
  writeFileSync(join(scratch, `${file}.cjs`), code)
  writeFileSync(join(scratch, `${file}.mjs`), `import all from './${file}.cjs'\nexport const ${what} = all.default\n`)
  await bundle(join(scratch, `${file}.mjs`), join(generated, `${file}.js`), 'esm')
  const types = [`import type {${type}} from '../schema-errors'`, `export const ${what}: ${type}`]
  writeFileSync(join(generated, `${file}.d.ts`), `${types.join('\n')}\n`)
}

/** Twice denied a schema says the same, and of what fails inside a `not` ajv writes no code that tells it. */
function withoutErrors({$schema, $id: _, $defs, ...rest}) {
  return {$schema, ...($defs && {$defs}), not: {not: rest}}
}

/** Without annotations, which ajv's code would carry along; errors are explained from the text. */
function bare(schema) {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const kept = Object.entries(schema).filter(([key]) => !/^(?:title|description|examples|x-.*)$/.test(key))
  return Object.fromEntries(
    kept.map(([key, value]) => [key, NAMED.has(key) ? mapValues(value, bare) : bareKeyword(key, value)]),
  )
}

function bareKeyword(key, value) {
  if (DATA.has(key)) return value
  return Array.isArray(value) ? value.map(bare) : bare(value)
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}

function emit(file, code, types) {
  writeFileSync(join(generated, `${file}.js`), `${code}\n`)
  writeFileSync(join(generated, `${file}.d.ts`), `${types.join('\n')}\n`)
}

async function bundle(input, file, format, external = []) {
  const build = await rolldown({input, external, platform: 'node', logLevel: 'warn'})
  await build.write({file, format, minify: format === 'esm', codeSplitting: false})
  await build.close()
}
