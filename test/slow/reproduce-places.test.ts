// Runs whose code comes in ways that a plain commit does not tell, run again from the record alone.
import {existsSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {filesOf} from '../support/checked-out'
import {git, tempFolder} from '../support/git'
import {bareRemote, clone, sharedPlace} from '../support/remotes'
import {ran} from '../support/running'
import {Workplace, workplace} from '../support/workplace'

jest.setTimeout(120_000)

const SCORE = `import json, os
from libs.other import lib
from libs.other.inner import deep
os.makedirs("out", exist_ok=True)
json.dump({"dev": {"score": lib.VALUE + deep.VALUE}}, open("out/metrics.json", "w"))
`
const RUN = ['--name', 'scored', '--ingest', 'out/metrics.json', '--', 'python3', 'score.py']

function repository(files: Record<string, string>): string {
  const folder = tempFolder('library')
  const place = new Workplace(folder)
  place.git('init', '--quiet')
  for (const [path, text] of Object.entries(files)) place.write(path, text)
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'library')
  return folder
}

/** A project that imports from a submodule, which imports from one of its own. */
function withSubmodules(place: Workplace = workplace()): {place: Workplace; library: string} {
  const inner = repository({'__init__.py': '', 'deep.py': 'VALUE = 10\n'})
  const library = repository({'__init__.py': '', 'lib.py': 'VALUE = 1\n'})
  git(library, 'submodule', '--quiet', 'add', inner, 'inner')
  git(library, 'commit', '--quiet', '-m', 'inner')
  place.git('submodule', '--quiet', 'add', library, 'libs/other')
  git(join(place.cwd, 'libs/other'), 'submodule', '--quiet', 'update', '--init')
  place.write('score.py', SCORE)
  place.write('.gitignore', 'out/\n__pycache__/\n')
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'score')
  return {place, library}
}

const scoreOf = (place: Workplace, id: string) => place.json(['show', id]).metrics.dev.score

describe('submodules', () => {
  test('code that imports from them comes out exactly, whatever is checked out there now', () => {
    const {place, library} = withSubmodules()
    const {id} = ran(place, RUN)
    expect(scoreOf(place, id)).toBe(11)
    const sub = join(place.cwd, 'libs/other')
    for (const folder of [library, sub]) {
      git(folder, 'switch', '--quiet', '-C', 'next')
      new Workplace(folder).write('lib.py', 'VALUE = 2\n')
      git(folder, 'commit', '--quiet', '-am', 'next')
    }
    place.git('commit', '--quiet', '-am', 'next')
    const found = place.json(['reproduce', id, '--yes'])
    expect([found.verdict, found.causes]).toEqual(['exact', []])
    const [{worktree}] = found.reproductions
    expect(existsSync(join(worktree, 'libs/other/inner/deep.py'))).toBe(true)
    expect(place.ok('reproduce', id, '--plan')).toMatch(/known +submodule +libs\/other at [0-9a-f]{40}/)
    expect(place.ok('reproduce', id, '--plan', '--format', 'sh')).toContain(
      '\ngit submodule update --init --recursive\n',
    )
  })

  test('changes in one are files of the snapshot', () => {
    const {place} = withSubmodules()
    place.write('libs/other/lib.py', 'VALUE = 5\n')
    place.write('libs/other/more.py', 'MORE = 5\n')
    const {id} = ran(place, RUN)
    expect(scoreOf(place, id)).toBe(15)
    git(join(place.cwd, 'libs/other'), 'stash', '--quiet', '--include-untracked')
    const found = place.json(['reproduce', id, '--yes'])
    expect([found.verdict, found.causes]).toEqual(['exact', []])
  })

  test('another commit of one, not committed in the project', () => {
    const {place} = withSubmodules()
    const sub = join(place.cwd, 'libs/other')
    new Workplace(sub).write('lib.py', 'VALUE = 7\n')
    git(sub, 'commit', '--quiet', '-am', 'seven')
    const {id} = ran(place, RUN)
    git(sub, 'checkout', '--quiet', 'HEAD~1')
    expect(place.json(['reproduce', id, '--yes'])).toMatchObject({verdict: 'exact', causes: []})
    expect(scoreOf(place, id)).toBe(17)
  })

  test('one that is not here is told before anything runs, with the command that brings it', () => {
    const remote = bareRemote()
    const {place} = withSubmodules(sharedPlace(remote))
    place.git('push', '--quiet', 'origin', 'main')
    const {id} = ran(place, RUN)
    place.ok('push')
    const there = clone(remote)
    there.ok('init')
    const before = there.state()
    const error = there.refused(['reproduce', id, '--yes'])
    expect(error).toMatchObject({
      code: 'CODE_NOT_FOUND',
      message: `not all of the code of ${id} is here:\nsubmodule libs/other: its repository is not here`,
    })
    expect(there.state()).toEqual(before)
    const [command] = error.hints
    expect(command).toBe('git submodule update --init --recursive')
    const {stderr} = there.exp(['reproduce', id, '--anyway'])
    expect(stderr).toContain('code      submodule libs/other is NOT here: its repository is not here')
    there.git('submodule', '--quiet', 'update', '--init', 'libs/other')
    expect(there.refused(['reproduce', id, '--yes']).message).toContain('submodule libs/other/inner: its repository is')
    there.git(...command!.split(' ').slice(1))
    expect(there.json(['reproduce', id, '--yes'])).toMatchObject({verdict: 'exact', causes: []})
  })
})

const PLAIN = `import json, os
os.makedirs("out", exist_ok=True)
json.dump({"dev": {"score": len(open("a.py").read()) + len(open("deep/b.py").read())}}, open("out/metrics.json", "w"))
`

/** A dirty run of a project that a remote has. */
function shared(): {remote: string; id: string; record: {code: {tree: string}}; files: Record<string, string>} {
  const remote = bareRemote()
  git(remote, 'config', 'uploadpack.allowFilter', 'true')
  git(remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  const place = sharedPlace(`file://${remote}`)
  place.write('score.py', PLAIN)
  for (let i = 0; i < 5; i++) place.write(`deep/${i}.py`, `x = ${i}\n`)
  place.write('deep/b.py', 'b = 1\n')
  place.write('.gitignore', 'out/\n')
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'score')
  place.git('push', '--quiet', 'origin', 'main')
  place.write('a.py', 'a = "dirty"\n')
  place.write('deep/b.py', 'b = 22\n')
  const files = filesOf(place.cwd)
  const {id, record} = ran(place, RUN)
  place.ok('push')
  rmSync(place.cwd, {recursive: true})
  return {remote, id, record, files}
}

function cloned(remote: string, ...how: string[]): Workplace {
  const there = new Workplace(join(tempFolder('clone'), 'project'))
  git('.', 'clone', '--quiet', '--branch', 'main', ...how, `file://${remote}`, there.cwd)
  there.ok('init')
  return there
}

describe('clones that do not have everything', () => {
  test.each([
    ['without blobs', ['--filter=blob:none']],
    ['without trees', ['--filter=tree:0']],
    ['without blobs and sparse', ['--filter=blob:none', '--sparse']],
    ['sparse', ['--sparse']],
    ['shallow', ['--depth=1']],
    ['of one branch', ['--single-branch']],
  ])('%s: every byte is checked out, and the run comes out exactly', (_, how) => {
    const {remote, id, record, files} = shared()
    const there = cloned(remote, ...how)
    there.git('fetch', '--quiet', 'origin', 'refs/exp/code:refs/exp/code')
    const said = there.json(['checkout', id])
    expect([said.notes, filesOf(said.folder)]).toEqual([[], files])
    expect(git(said.folder, 'write-tree')).toBe(record.code.tree)
    expect(there.json(['reproduce', id, '--yes'])).toMatchObject({verdict: 'exact', causes: []})
    const alone = there.json(['checkout', id, '../alone', '--standalone'])
    expect([alone.notes, filesOf(alone.folder)]).toEqual([[], files])
  })

  test('without blobs, and the remote gone: an error that says so, and nothing is left behind', () => {
    const {remote, id} = shared()
    const there = cloned(remote, '--filter=blob:none')
    there.git('fetch', '--quiet', 'origin', 'refs/exp/code:refs/exp/code')
    renameSync(remote, `${remote}-gone`)
    for (const words of [
      ['checkout', id],
      ['checkout', id, '../alone', '--standalone'],
      ['reproduce', id, '--yes'],
    ]) {
      const error = there.refused(words)
      expect(error).toMatchObject({code: 'REMOTE_FAILED', exit: 7})
      expect(error.message).toContain('this is a partial clone, and its remote does not give')
      expect(error.hints[0]).toContain('git fetch --dry-run')
    }
    expect(there.git('worktree', 'list').split('\n')).toHaveLength(1)
    renameSync(`${remote}-gone`, remote)
    expect(there.json(['reproduce', id, '--yes'])).toMatchObject({verdict: 'exact'})
  })
})
