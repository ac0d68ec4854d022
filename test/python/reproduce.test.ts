// Real libraries on a CPU, run again from the record alone: another clone, the branch gone, everything that git may drop dropped.
import {cpSync, rmSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {hermetic} from '../support/env'
import {git, tempFolder} from '../support/git'
import {hasModule, hearScript, PYTHON, scriptsPlace} from '../support/heard-run'
import {Workplace} from '../support/workplace'

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

for (const [library, words, artifact] of SCRIPTS) {
  const withLibrary = hasModule(library) ? test : test.skip
  withLibrary(
    `${library}: exact, in a fresh clone, the branch squashed and deleted, and git gc run on both sides`,
    () => {
      const place = scriptsPlace()
      const main = place.git('rev-parse', '--abbrev-ref', 'HEAD')
      place.git('switch', '--quiet', '-c', 'topic')
      place.write('topic.py', 'x = 1\n')
      place.git('add', '-A')
      place.git('commit', '--quiet', '-m', 'topic')
      // Not committed: the snapshot alone has it.
      place.write('dirty.py', 'y = 1\n')
      const {id} = hearScript(place, words, artifact ? ['--artifact', artifact] : [])
      rmSync(join(place.cwd, 'dirty.py'))
      place.git('switch', '--quiet', main)
      place.git('branch', '--quiet', '-D', 'topic')
      place.git('gc', '--quiet', '--prune=now')
      const clone = new Workplace(join(tempFolder('clone'), 'project'))
      git(place.cwd, 'clone', '--quiet', '--no-local', place.cwd, clone.cwd)
      clone.git('config', 'user.name', 'Ada')
      clone.git('config', 'user.email', 'ada@example.com')
      clone.git('fetch', '--quiet', 'origin', 'exp-ledger:exp-ledger', 'refs/exp/code:refs/exp/code')
      cpSync(join(place.cwd, 'data'), join(clone.cwd, 'data'), {recursive: true})
      rmSync(place.cwd, {recursive: true, force: true})
      clone.git('gc', '--quiet', '--prune=now')
      const answer = clone.exp(['reproduce', id, '--yes', '--json'], {env})
      const found = JSON.parse(answer.stdout)
      if (!found.reproductions) throw new Error(answer.stderr)
      const [{metrics, curves, artifacts}] = found.reproductions
      const bent = [...metrics, ...curves].filter(row => !['same', 'cost', true].includes(row.verdict ?? row.same))
      expect({
        bent,
        artifacts: artifacts.filter(({state}: {state: string}) => state !== 'same'),
        causes: found.causes,
      }).toEqual({
        bent: [],
        artifacts: [],
        causes: [],
      })
      expect([found.verdict, found.unknown, metrics.length > 1]).toEqual(['exact', [], true])
    },
    LONG,
  )
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
