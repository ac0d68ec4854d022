import {appendFileSync, chmodSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {git, tempFolder} from '../../support/git'
import {type Shape, shapes} from '../../support/shapes'
import {fingerprint} from '../../support/untouched'

let shape: Shape
beforeEach(async () => {
  shape = await shapes.find(({name}) => name === 'stash')!.make(tempFolder())
})

const touches: [string, (cwd: string) => void][] = [
  ['a tracked file', cwd => appendFileSync(join(cwd, 'train.py'), 'x')],
  ['an ignored file', cwd => appendFileSync(join(cwd, 'model.bin'), 'x')],
  ['a new file', cwd => writeFileSync(join(cwd, 'new'), '')],
  ['a mode', cwd => chmodSync(join(cwd, 'train.py'), 0o755)],
  ['a file written again with the same bytes', cwd => utimesSync(join(cwd, 'train.py'), 1, 1)],
  ['the index', cwd => git(cwd, 'reset', '--quiet')],
  ['HEAD', cwd => git(cwd, 'symbolic-ref', 'HEAD', 'refs/heads/other')],
  ['the stash', cwd => git(cwd, 'stash', 'drop', '--quiet')],
  ['configuration', cwd => git(cwd, 'config', 'x.y', 'z')],
  ['a branch', cwd => git(cwd, 'branch', 'new')],
  ['a hook', cwd => writeFileSync(join(cwd, '.git/hooks/pre-commit'), '')],
]
it.each(touches)('a fingerprint tells of %s', (_, touch) => {
  const before = fingerprint(shape)
  expect(fingerprint(shape)).toEqual(before)
  touch(shape.cwd)
  expect(fingerprint(shape)).not.toEqual(before)
})

it('a fingerprint does not tell of what is ours', () => {
  const before = fingerprint(shape)
  for (const ref of ['refs/heads/exp-ledger', 'refs/exp/code', 'refs/exp/pins/x'])
    git(shape.cwd, 'update-ref', '--create-reflog', ref, 'HEAD')
  expect(fingerprint(shape)).toEqual(before)
})
