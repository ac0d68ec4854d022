// Loads dist/ and keeps the code that V8 has compiled, as module.enableCompileCache does from Node 22.1 on. A name of a chunk stands
// for one file, which Node's own loader would find out in a third of a millisecond each.
'use strict'
const {mkdirSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync} = require('node:fs')
const {wrap} = require('node:module')
const {basename, dirname, join} = require('node:path')
const vm = require('node:vm')

const SWEEP_MS = 90 * 86_400_000

/** What a file of dist/ exports; compiled code is kept below `folder`, every failure to keep it silent. */
exports.loadKept = function loadKept(entry, folder) {
  const home = join(folder, `${process.version}-${process.arch}`)
  // By command: each reads back the functions that it runs, and no others.
  const command = /^[a-z]+$/.test(process.argv[2] || '') ? process.argv[2] : 'other'
  const loaded = new Map()
  const fresh = []
  const load = filename => {
    const known = loaded.get(filename)
    if (known) return known.exports
    const module = {exports: {}}
    loaded.set(filename, module)
    const here = dirname(filename)
    // V8 compares no more than the length of a source. The name of a chunk holds a hash of its content.
    const place = basename(here) === 'chunks' && join(home, `${basename(filename, '.js')}.${command}.bin`)
    const cachedData = place ? readIfThere(place) : undefined
    const script = new vm.Script(wrap(readFileSync(filename, 'utf8')), {filename, cachedData})
    if (place && (cachedData === undefined || script.cachedDataRejected)) fresh.push({place, script})
    const find = id => (id.startsWith('./') ? load(join(here, id)) : require(id))
    script.runInThisContext().call(module.exports, module.exports, find, module, filename, here)
    return module.exports
  }
  // At the end, when functions that ran have been compiled too; a command that failed has not run all of its own.
  process.once('exit', code => {
    if (code > 1) return
    for (const {place, script} of fresh) write(place, script)
    if (fresh.length > 0) sweep(home)
  })
  return load(entry)
}

function readIfThere(place) {
  try {
    return readFileSync(place)
  } catch {
    return undefined
  }
}

function write(place, script) {
  try {
    mkdirSync(dirname(place), {recursive: true})
    const tmp = `${place}.${process.pid}`
    writeFileSync(tmp, script.createCachedData())
    renameSync(tmp, place)
  } catch {}
}

/** Left behind by versions of long ago; what is still used is written anew. */
function sweep(home) {
  try {
    for (const name of readdirSync(home)) {
      const file = join(home, name)
      if (Date.now() - statSync(file).mtimeMs > SWEEP_MS) unlinkSync(file)
    }
  } catch {}
}
