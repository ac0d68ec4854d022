// What module.enableCompileCache does from Node 22.1 on, for the Nodes before it: code that V8 has compiled once is kept. Only
// for dist/chunks/, whose names hold a hash of their content: V8 itself compares no more than the length of a source.
'use strict'
const {mkdirSync, readFileSync, renameSync, writeFileSync} = require('node:fs')
const Module = require('node:module')
const {basename, dirname, join} = require('node:path')
const vm = require('node:vm')

const CHUNKS = join(__dirname, '..', 'dist', 'chunks')

/** Keeps compiled code below `folder`; every failure is silent, and the code is then compiled as ever. */
exports.keep = function keep(folder) {
  const home = join(folder, `${process.version}-${process.arch}`)
  const compile = Module.prototype._compile
  const fresh = []
  Module.prototype._compile = function (content, filename, ...more) {
    if (dirname(filename) !== CHUNKS) return compile.call(this, content, filename, ...more)
    const place = join(home, `${basename(filename)}.bin`)
    const cachedData = readIfThere(place)
    const script = new vm.Script(Module.wrap(content), {filename, cachedData})
    if (cachedData === undefined || script.cachedDataRejected) fresh.push({place, script})
    return script.runInThisContext().call(this.exports, this.exports, id => this.require(id), this, filename, CHUNKS)
  }
  // At the end, when functions that ran have been compiled too.
  process.once('exit', () => {
    for (const {place, script} of fresh) write(place, script)
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
