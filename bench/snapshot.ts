import {execFileSync} from 'node:child_process'
import {appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {discover} from '../src/adapters/git/cli-repository'
import {lfsPlaces} from '../src/adapters/git/lfs/store'
import {gitProgram} from '../src/adapters/git/program'
import {cliSnapshots} from '../src/adapters/git/snapshot'
import {type CodeSnapshot, SNAPSHOT_CAPS, type SnapshotRequest} from '../src/ports/code-snapshots'
import {BENCH_ENV, median} from './measure'

/** What a snapshot costs in this process: `node scripts/run-ts.mjs bench/snapshot.ts [SIZES]`, tracked files, default 5000,50000. */

const ROUNDS = 9
const REQUEST: SnapshotRequest = {
  caps: SNAPSHOT_CAPS,
  patterns: [],
  secret: () => undefined,
  redactDiff: text => text,
}

function makeProject(folder: string, files: number): string {
  const dir = join(folder, `project-${files}`)
  const git = (...args: string[]) => execFileSync('git', args, {cwd: dir, env: BENCH_ENV})
  for (let i = 0; i < files; i += 50) {
    mkdirSync(join(dir, `package${i % 20}`, `part${i}`), {recursive: true})
    for (let j = i; j < i + 50; j++) writeFileSync(join(dir, `package${i % 20}`, `part${i}`, `${j}.py`), `x = ${j}\n`)
  }
  mkdirSync(join(dir, 'data'))
  for (let i = 0; i < 20_000; i++) writeFileSync(join(dir, 'data', `${i}.txt`), '')
  writeFileSync(join(dir, '.gitignore'), 'data/\n')
  execFileSync('git', ['init', '-q', dir])
  git('config', 'user.name', 'Bench')
  git('config', 'user.email', 'bench@example.com')
  git('config', 'gc.auto', '0')
  git('add', '-A')
  git('commit', '-q', '-m', 'first')
  return dir
}

async function measure(what: string, dir: string, before: (round: number) => void): Promise<void> {
  const git = gitProgram({cwd: dir, env: BENCH_ENV})
  const {facts} = (await discover(git, dir, BENCH_ENV)).repository
  const lfs = lfsPlaces(facts.commonDir, undefined)
  const walls: number[] = []
  let last: CodeSnapshot | undefined
  for (let round = 0; round < ROUNDS; round++) {
    before(round)
    const start = performance.now()
    last = await cliSnapshots(git, {facts, env: BENCH_ENV, lfs}).take(REQUEST)
    walls.push(performance.now() - start)
  }
  const floor = Array.from({length: ROUNDS}, () => {
    const start = performance.now()
    execFileSync('git', ['status', '--porcelain=v2', '-uall'], {cwd: dir, env: {...BENCH_ENV, GIT_OPTIONAL_LOCKS: '0'}})
    return performance.now() - start
  })
  const captured = last ? last.unstaged + last.untracked : 0
  console.log(
    `${what.padEnd(46)} ${median(walls).toFixed(0).padStart(5)} ms | git status ${median(floor).toFixed(0).padStart(5)} ms | ${captured} captured`,
  )
}

async function main(): Promise<void> {
  const sizes = (process.argv[2] ?? '5000,50000').split(',').map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'git-exp-bench-'))
  try {
    for (const size of sizes) {
      const dir = makeProject(folder, size)
      await measure(`${size} files, clean`, dir, () => {})
      await measure(`${size} files, 2 edited, 2 new`, dir, round => {
        for (const name of ['0.py', '1.py']) appendFileSync(join(dir, 'package0', 'part0', name), `y = ${round}\n`)
        for (const name of ['new.py', 'newer.py']) writeFileSync(join(dir, name), `${round}\n`)
      })
      await measure(`${size} files, 1,000 new`, dir, round => {
        mkdirSync(join(dir, 'many'), {recursive: true})
        for (let i = 0; i < 1000; i++) writeFileSync(join(dir, 'many', `${i}.py`), `${round} ${i}\n`)
      })
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

void main()
