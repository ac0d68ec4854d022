// What module.enableCompileCache does from Node 22.1 on, for the Nodes before it: code that V8 has compiled once is kept. Only
// for dist/chunks/, whose names hold a hash of their content: V8 itself compares no more than the length of a source.
'use strict'
const {mkdirSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync} = require('node:fs')
const Module = require('node:module')
const {basename, dirname, join} = require('node:path')
const vm = require('node:vm')

const SWEEP_MS = 90 * 86_400_000
const CHUNKS = join(__dirname, '..', 'dist', 'chunks')

/** Keeps compiled code below `folder`; every failure is silent, and the code is then compiled as ever. */
exports.keep = function keep(folder) {
  const home = join(folder, `${process.version}-${process.arch}`)
  // By command: each reads back the functions that it runs, and no others.
  const command = /^[a-z]+$/.test(process.argv[2] || '') ? process.argv[2] : 'other'
  const compile = Module.prototype._compile
  const fresh = []
  Module.prototype._compile = function (content, filename, ...more) {
    if (dirname(filename) !== CHUNKS) return compile.call(this, content, filename, ...more)
    const place = join(home, `${basename(filename, '.js')}.${command}.bin`)
    const cachedData = readIfThere(place)
    const script = new vm.Script(Module.wrap(content), {filename, cachedData})
    if (cachedData === undefined || script.cachedDataRejected) fresh.push({place, script})
    return script.runInThisContext().call(this.exports, this.exports, id => this.require(id), this, filename, CHUNKS)
  }
  // At the end, when functions that ran have been compiled too; a command that failed has not run all of its own.
  process.once('exit', code => {
    if (code > 1) return
    for (const {place, script} of fresh) write(place, script)
    if (fresh.length > 0) sweep(home)
  })
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
