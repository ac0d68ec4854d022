#!/usr/bin/env node
// Plain old JavaScript, without an import where none is needed: it must at least parse on every Node, and the version is
// answered before anything is loaded.
'use strict'
var LEAST = [20, 19]

function tooOld() {
  var parts = process.versions.node.split('.').map(Number)
  return parts[0] < LEAST[0] || (parts[0] === LEAST[0] && parts[1] < LEAST[1])
}

/** Compiled code is kept between runs, in the user's own cache folder; Node 22.1 and later can by themselves. */
function load() {
  var folder = keptIn(process.env)
  var enable = require('node:module').enableCompileCache
  if (folder && typeof enable !== 'function') {
    return require('./compile-cache.js').loadKept(require('node:path').join(__dirname, '../dist/main.js'), folder)
  }
  if (folder) enable(folder)
  return require('../dist/main.js')
}

function keptIn(env) {
  if (env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE) return undefined
  var cache = env.XDG_CACHE_HOME || (env.HOME ? env.HOME + '/.cache' : env.LOCALAPPDATA)
  var folder = cache + '/git-exp/v8'
  return cache && make([cache, cache + '/git-exp', folder]) ? folder : undefined
}

// One folder at a time: Node's recursive mkdir, which enableCompileCache uses, never ends where a file system (/proc) denies
// that the parent exists; and a home that is not there is not ours to make.
function make(folders) {
  var fs = require('node:fs')
  try {
    if (!fs.existsSync(folders[folders.length - 1])) {
      folders.forEach(folder => {
        if (!fs.existsSync(folder)) fs.mkdirSync(folder)
      })
    }
    return true
  } catch (_) {
    return false
  }
}

var first = process.argv[2]
if (process.argv.length === 3 && (first === '--version' || first === '-v')) {
  process.stdout.write('git-exp version ' + require('../package.json').version + '\n')
} else if (tooOld()) {
  process.stderr.write(
    'error: git-exp needs Node ' + LEAST.join('.') + ' or newer; this is ' + process.versions.node + '\n',
  )
  process.stderr.write('hint: install a newer Node, or put it first on PATH\n')
  process.exitCode = 5
} else {
  process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
  load().main()
}
