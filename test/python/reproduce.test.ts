// Real libraries on a CPU, run again from the record alone: a fresh clone of a remote, the branch squashed and gone, everything that
// git may drop dropped, and the folder in which it ran deleted.
import {cpSync, rmSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {hermetic} from '../support/env'
import {git, tempFolder} from '../support/git'
import {hasModule, hearScript, PYTHON, scriptsPlace} from '../support/heard-run'
import {bareRemote, clone} from '../support/remotes'
import type {Workplace} from '../support/workplace'

const LONG = 300_000
const env = {
  PATH: `${dirname(PYTHON)}:${hermetic()['PATH']}`,
  HF_HUB_OFFLINE: '1',
  HF_DATASETS_OFFLINE: '1',
}
const HF =
  'hf_train.py --output_dir out --num_train_epochs 2 --per_device_train_batch_size 16 --logging_steps 3 --learning_rate 5e-3 --report_to none --use_cpu True'

const SCRIPTS: readonly (readonly [library: string, words: readonly string[], artifact: string | undefined])[] = [
  ['sklearn', ['sk_train.py', '0.5'], undefined],
  ['torch', ['torch_train.py', '--epochs', '4'], 'torch_model.pt'],
  ['transformers', HF.split(' '), 'out/model.safetensors'],
]

/** One run of the branch's tip as it is, and one with changes that the snapshot alone has. */
function twoRuns(place: Workplace, words: readonly string[], artifact: string | undefined) {
  const flags = artifact ? ['--artifact', artifact] : []
  const clean = hearScript(place, words, flags)
  place.write('dirty.py', 'y = 1\n')
  place.write('topic.py', 'x = 2\n')
  const dirty = hearScript(place, words, flags)
  expect([clean.record.code.snapshot, typeof dirty.record.code.snapshot]).toEqual([undefined, 'string'])
  rmSync(join(place.cwd, 'dirty.py'))
  place.git('checkout', '--quiet', '--', 'topic.py')
  return [clean.id, dirty.id]
}

function dropped(folder: string): void {
  git(folder, 'reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all')
  git(folder, 'gc', '--quiet', '--prune=now')
}

for (const [library, words, artifact] of SCRIPTS) {
  const withLibrary = hasModule(library) ? test : test.skip
  withLibrary(
    `${library}: exact in a fresh clone, the branch squash-merged and deleted, git gc on both sides, the original gone`,
    () => {
      const remote = bareRemote()
      const place = scriptsPlace()
      place.git('remote', 'add', 'origin', remote)
      place.git('push', '--quiet', 'origin', 'main')
      place.git('switch', '--quiet', '-c', 'topic')
      for (const n of [0, 1]) {
        place.write('topic.py', `x = ${n}\n`)
        place.git('add', '-A')
        place.git('commit', '--quiet', '-m', `topic ${n}`)
      }
      place.git('push', '--quiet', 'origin', 'topic')
      const topic = place.git('rev-parse', 'HEAD~1')
      const ids = twoRuns(place, words, artifact)
      place.write('topic.py', 'x = 3\n')
      place.git('commit', '--quiet', '-am', 'topic 3')
      place.ok('sync')
      place.git('switch', '--quiet', 'main')
      place.git('merge', '--quiet', '--squash', 'topic')
      place.git('commit', '--quiet', '-m', 'squashed')
      place.git('push', '--quiet', 'origin', 'main', ':topic')
      place.git('branch', '--quiet', '-D', 'topic')
      for (const folder of [place.cwd, remote]) dropped(folder)
      const data = tempFolder('disk')
      cpSync(join(place.cwd, 'data'), data, {recursive: true})
      rmSync(place.cwd, {recursive: true, force: true})
      const there = clone(remote)
      there.git('config', 'user.name', 'Grace')
      there.git('config', 'user.email', 'grace@example.com')
      there.ok('init')
      there.ok('fetch')
      dropped(there.cwd)
      expect(there.git('branch', '--all', '--contains', topic)).toBe('')
      expect(there.git('rev-list', '--count', 'main')).toBe('3')
      cpSync(data, join(there.cwd, 'data'), {recursive: true})
      for (const id of ids) expectExact(there, id)
    },
    LONG,
  )
}

function expectExact(there: Workplace, id: string): void {
  const answer = there.exp(['reproduce', id, '--yes', '--json'], {env})
  const found = JSON.parse(answer.stdout)
  if (!found.reproductions) throw new Error(answer.stderr)
  const [{metrics, curves, artifacts}] = found.reproductions
  const bent = [...metrics, ...curves].filter(row => !['same', 'cost', true].includes(row.verdict ?? row.same))
  const changed = artifacts.filter(({state}: {state: string}) => state !== 'same')
  expect({bent, changed, causes: found.causes}).toEqual({bent: [], changed: [], causes: []})
  expect([found.verdict, found.unknown, metrics.length > 1]).toEqual(['exact', [], true])
}

;(hasModule('torch') ? test : test.skip)(
  'threads: the same seed, another number of threads, and the verdict names it',
  () => {
    const place = scriptsPlace()
    const {id} = hearScript(place, ['torch_train.py'])
    const threads = {...env, OMP_NUM_THREADS: '2'}
    const second = place.exp(['run', '--name', 'threads', '--', PYTHON, 'torch_train.py'], {env: threads})
    expect(second.status).toBe(0)
    const found = place.json(['reproduce', id, '--by', 'threads'], {env})
    expect(found.causes.map(({kind}: {kind: string}) => kind)).toContain('settings')
  },
  LONG,
)
