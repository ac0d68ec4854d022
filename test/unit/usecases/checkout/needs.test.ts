import type {JsonObject} from '../../../../src/base/json'
import {environmentOf, installable} from '../../../../src/usecases/checkout/environment'
import {needsOf} from '../../../../src/usecases/checkout/needs'

const COMMIT = 'c'.repeat(40)
const SNAPSHOT = 'd'.repeat(40)
const DIGEST = `sha256:${'1'.repeat(64)}`

const needs = (record: JsonObject, requirements?: string) => needsOf({id: 'k3v9', name: 'one', record}, requirements)

describe('the code', () => {
  it.each<[JsonObject | string, object]>([
    [
      {commit: COMMIT, snapshot: SNAPSHOT, dirty: true},
      {state: 'snapshot', snapshot: SNAPSHOT},
    ],
    [
      {commit: COMMIT, dirty: false},
      {state: 'commit', commit: COMMIT},
    ],
    [{commit: COMMIT.toUpperCase()}, {state: 'commit', commit: COMMIT}],
    [{commit: COMMIT, dirty: true}, {state: 'changed'}],
    [{commit: 'HEAD'}, {state: 'none'}],
    [{commit: '--help'}, {state: 'none'}],
    [{commit: 'abc'}, {state: 'none'}],
    [{branch: 'main'}, {state: 'none', branch: 'main'}],
    ['abc', {state: 'none'}],
  ])('%j', (code, expected) => expect(needs({code}).code).toMatchObject(expected))

  it('what is of another kind than it should be is left out', () => {
    const code = {
      commit: COMMIT,
      tree: 7,
      files: {excluded: 5},
      excluded: [{path: 'a', why: 'size', bytes: 3}, 'b', {why: 'size'}, null],
      incomplete: ['x', 1],
      submodules: [{path: 'lib', commit: COMMIT, dirty: true}, {path: 'lib', commit: 'HEAD'}, 3],
    }
    expect(needs({code}).code).toEqual({
      state: 'commit',
      commit: COMMIT,
      excluded: [{path: 'a', why: 'size', bytes: 3}],
      excludedMore: 4,
      incomplete: ['x'],
      submodules: [{path: 'lib', commit: COMMIT, dirty: true}],
    })
  })
})

describe('the command', () => {
  it.each<[JsonObject, object | undefined]>([
    [
      {command: ['python', 'train.py'], code: {script: 'sub/train.py'}},
      {folder: 'sub', how: 'known'},
    ],
    [
      {command: ['python', './train.py'], code: {script: 'train.py'}},
      {folder: '', how: 'known'},
    ],
    [
      {command: ['python', 'sub/train.py'], code: {script: 'sub/train.py'}},
      {folder: '', how: 'known'},
    ],
    [{command: ['python', '-m', 'train']}, {folder: '', how: 'assumed'}],
    [
      {command: ['python', 'x/train.py'], code: {script: '../x/train.py'}},
      {folder: '', how: 'assumed'},
    ],
    [{command: 'python train.py'}, undefined],
    [{command: ['python', 3]}, undefined],
  ])('%j', (record, expected) => {
    const {command} = needs(record)
    if (expected === undefined) expect(command).toBeUndefined()
    else expect(command).toMatchObject(expected)
  })
})

describe('data', () => {
  it('a split that an input tells of is there once; one that nobody places is a problem', () => {
    const record = {
      dataset: {
        splits: {
          train: {hash: DIGEST, uri: 'data/train.csv'},
          dev: 'hashB',
          both: {hash: DIGEST},
        },
      },
      inputs: [
        {role: 'train', path: 'data/train.csv', digest: DIGEST, bytes: 8},
        {role: 'both', path: 'a', digest: DIGEST},
        {role: 'both', path: 'b', digest: DIGEST},
      ],
    }
    expect(needs(record).data).toEqual([
      {role: 'dev', said: 'hashB', problem: 'the record does not say where it lay'},
      {role: 'train', path: 'data/train.csv', digest: DIGEST, bytes: 8},
      {role: 'both', path: 'a', digest: DIGEST},
      {role: 'both', path: 'b', digest: DIGEST},
    ])
  })

  it.each<[JsonObject, object]>([
    [{path: '../../.ssh/id_rsa'}, {path: '../../.ssh/id_rsa', problem: 'its path has a ".." part'}],
    [{path: '/srv/x'}, {file: '/srv/x'}],
    [{uri: 'file:///srv/a%20b'}, {file: '/srv/a b'}],
    [{uri: 'file://host/x'}, {uri: 'file://host/x', problem: 'its address leads to no file'}],
    [
      {uri: 's3://b/x', revision: '3'},
      {uri: 's3://b/x', revision: '3'},
    ],
    [{path: '.git/config'}, {path: '.git/config', problem: 'its path leads into .git'}],
    [{path: '.'}, {path: '.', problem: 'it is the repository itself'}],
    [{}, {problem: 'the record does not say where it lay'}],
    [{path: 'a', bytes: -1, rows: 'many'}, {path: 'a'}],
  ])('%j', (input, expected) => expect(needs({inputs: [input]}).data).toEqual([{role: 'data', ...expected}]))
})

describe('the environment', () => {
  const env = {
    python: '3.11.7',
    cuda: '12.4',
    editable: [{name: 'My_Pkg', version: '0.1', commit: COMMIT, dirty: true}],
  }
  const list = 'numpy==2.1.0\nmy-pkg==0.1\ntorch==2.9.0+cu124\nevil @ https://x/y.whl\n--index-url http://x\n'
  const files = {requirements: '.exp/requirements.txt', side: '.exp', sameLocks: []}

  it('commands for three tools, and what none of them does', () => {
    const {ways, notes} = environmentOf(needs({env}, list).env, files)
    expect(ways.map(({tool}) => tool)).toEqual(['uv', 'pip', 'conda'])
    expect(ways[0]!.commands).toEqual([
      'uv venv --python 3.11.7 .exp/venv',
      'uv pip install --python .exp/venv -r .exp/requirements.txt',
    ])
    expect(notes).toEqual([
      `My_Pkg 0.1 ran from another folder, at commit ${COMMIT}, with changes`,
      'not on the usual index, so name theirs with --extra-index-url: torch==2.9.0+cu124',
      'left out of the list, since they are no plain pins: evil @ https://x/y.whl; --index-url http://x',
      'it ran with CUDA 12.4',
    ])
  })

  it('the list that is installed has pins alone', () => {
    expect(installable(needs({env}, list).env)).toBe(
      'numpy==2.1.0\n# my-pkg==0.1\ntorch==2.9.0+cu124\n# evil @ https://x/y.whl\n# --index-url http://x\n',
    )
  })

  it('a lock file that is the same comes first; a Python that is no version is not said', () => {
    const {ways} = environmentOf(needs({env: {python: '3; rm -rf ~'}}, list).env, {...files, sameLocks: ['uv.lock']})
    expect(ways[0]).toEqual({tool: 'lock', commands: ['uv sync --locked']})
    expect(JSON.stringify(ways)).not.toContain('rm -rf')
  })

  it('variables that decide how it computes, and none that would start something', () => {
    const vars = {OMP_NUM_THREADS: 4, LD_PRELOAD: '/tmp/evil.so', PATH: '/tmp', PYTHONHASHSEED: '0'}
    expect(needs({env: {vars}}).env.vars).toEqual({OMP_NUM_THREADS: '4', PYTHONHASHSEED: '0'})
  })

  it('nothing known is said to be so', () => {
    const {ways, notes} = environmentOf(needs({}).env, {...files, requirements: undefined})
    expect(ways).toEqual([])
    expect(notes).toEqual(['the record has no list of packages', 'the record does not say which Python ran'])
  })
})
