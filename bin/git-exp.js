#!/usr/bin/env node
// Plain old JavaScript, without an import where none is needed: it must at least parse on every Node, and the version is
// answered before anything is loaded.
'use strict'
var LEAST = [20, 19]

function tooOld() {
  var parts = process.versions.node.split('.').map(Number)
  return parts[0] < LEAST[0] || (parts[0] === LEAST[0] && parts[1] < LEAST[1])
}

/** Keeps compiled code between runs (Node 22.1 and later), in the user's own cache folder. */
function keepCompiled() {
  var enable = require('node:module').enableCompileCache
  var env = process.env
  if (typeof enable !== 'function' || env.NODE_COMPILE_CACHE) return
  var cache = env.XDG_CACHE_HOME || (env.HOME ? env.HOME + '/.cache' : env.LOCALAPPDATA)
  if (cache) enable(cache + '/git-exp/v8')
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
  keepCompiled()
  require('../dist/main.js').main()
}
