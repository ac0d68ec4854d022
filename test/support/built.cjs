// jest's globalSetup: builds dist/ when a source is newer, for runs that may spawn bin/git-exp.js. A run that names its test
// files, none of which does, waits for no build.
const {spawnSync} = require('node:child_process')
const {existsSync, readdirSync, rmSync, statSync} = require('node:fs')
const {join} = require('node:path')

const root = join(__dirname, '../..')
const SOURCES = ['src', 'scripts', 'schemas', 'package.json']
const SPAWNS = /commands|slow|docs/

module.exports = async config => {
  const named = config.testPathPatterns?.patterns ?? []
  const spawns = named.length === 0 || named.some(pattern => SPAWNS.test(pattern))
  const generated = existsSync(join(root, 'src/schema/generated/validators.js'))
  if ((!spawns && generated) || builtAt() > newest()) return
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return
  // An older build would make tests pass that should not.
  rmSync(join(root, 'dist/main.js'), {force: true})
  process.stderr.write(`\nthe build failed; tests that spawn git-exp will too:\n${stdout}${stderr}\n`)
}

function builtAt() {
  const file = join(root, 'dist/main.js')
  return existsSync(file) ? statSync(file).mtimeMs : 0
}

function newest() {
  return Math.max(...SOURCES.map(source => newestBelow(join(root, source))))
}

function newestBelow(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  if (path.endsWith('generated')) return 0
  return Math.max(0, ...readdirSync(path).map(name => newestBelow(join(path, name))))
}
