import {createHash} from 'node:crypto'
import {memoryMachine} from '../../../../src/adapters/memory/machine'
import {findInterpreter} from '../../../../src/capture/env/python/interpreter'

const POETRY = createHash('sha256').update('/repo').digest('base64url').slice(0, 8)
const files = {
  '/usr/bin/python3': '',
  '/usr/bin/env': '',
  '/usr/bin/bash': '',
  '/usr/bin/echo': '\x7fELF',
  '/repo/pyproject.toml': '',
  '/repo/.venv/bin/python': '',
  '/repo/bin/train': '#!/usr/bin/env python3\nprint()\n',
  '/repo/bin/uv-script': '#!/usr/bin/env -S uv run --script\n',
  '/repo/bin/long': `#!/bin/sh\n'''exec' "/opt/a long way/bin/python" "$0" "$@"\n`,
  '/repo/train.sh': '#!/bin/bash\n# python2 is old\nexport X=1\nsrun .venv/bin/python train.py\n',
  '/repo/activate.sh': 'source .venv/bin/activate && python train.py\n',
  '/repo/sh/none.sh': 'echo hello\n',
  '/venv/bin/torchrun': '#!/venv/bin/python\nimport torch\n',
  '/venv/bin/python': '',
  '/opt/a long way/bin/python': '',
  '/opt/conda/bin/conda': '#!/opt/conda/bin/python\n',
  '/opt/conda/bin/python': '',
  '/opt/conda/envs/nlp/bin/python': '',
  [`/home/ada/.cache/pypoetry/virtualenvs/nlp-${POETRY}-py3.11/bin/python`]: '',
}
const env = {PATH: '/usr/bin:/venv/bin:/opt/conda/bin'}
const find = (argv: string[], more: {env?: object; files?: object; cwd?: string} = {}) =>
  findInterpreter(
    memoryMachine({files: {...files, ...more.files}, env: {...env, ...more.env}}),
    argv,
    more.cwd ?? '/repo/src',
  )

test.each([
  ['a name on the path', 'python3 train.py', '/usr/bin/python3'],
  ['a path', '../.venv/bin/python train.py', '/repo/.venv/bin/python'],
  ['a launcher that pip made', 'torchrun --nproc_per_node 2 train.py', '/venv/bin/python'],
  ['a script with a #! line', '../bin/train --lr 1', '/usr/bin/python3'],
  ['one with a path too long for it', '../bin/long', '/opt/a long way/bin/python'],
  ['one that uv runs', '../bin/uv-script', '/repo/.venv/bin/python'],
  ['uv run', 'uv run python train.py', '/repo/.venv/bin/python'],
  ['uv in a folder', 'uv run --directory /repo train.py', '/repo/.venv/bin/python'],
  ['poetry run', 'poetry run python x.py', `/home/ada/.cache/pypoetry/virtualenvs/nlp-${POETRY}-py3.11/bin/python`],
  ['conda run by name', 'conda run -n nlp python x.py', '/opt/conda/envs/nlp/bin/python'],
  ['conda run by prefix', 'conda run -p /opt/conda/envs/nlp python', '/opt/conda/envs/nlp/bin/python'],
  ['conda run, base', 'conda run -n base python', '/opt/conda/bin/python'],
  ['behind wrappers', 'nohup nice -n 5 env A=1 python3 x.py', '/usr/bin/python3'],
  ['behind srun', 'srun --gpus 2 torchrun x.py', '/venv/bin/python'],
  ['a shell script', 'bash ../train.sh', '/repo/.venv/bin/python', '/repo/src'],
  ['a shell script that activates', 'bash activate.sh', '/repo/.venv/bin/python', '/repo'],
])('%s: %s', (_, command, path, cwd = '/repo/src') => {
  const here = command.includes('../train.sh') ? '/repo/sh' : cwd
  const more = here === '/repo/sh' ? {'/repo/sh/.venv/bin/python': ''} : {}
  const expected = here === '/repo/sh' ? '/repo/sh/.venv/bin/python' : path
  expect(find(command.split(' '), {cwd: here, files: more})).toEqual({path: expected})
})

test('a command line for a shell', () => {
  expect(find(['bash', '-lc', 'cd x && python3 train.py'])).toEqual({path: '/usr/bin/python3'})
})

test.each([
  ['echo hello', '"echo" starts no Python that can be told'],
  ['missing x.py', 'there is no program "missing"'],
  ['bash sh/none.sh', '"bash sh/none.sh" starts no Python that can be told'],
  ['uv run x.py', 'uv has not made the environment yet'],
  ['conda run -n other python', 'conda has no environment "other"'],
  ['uv tool run ruff', 'uv makes an environment for this command alone'],
])('cannot be told: %s', (command, reason) => {
  const cwd = command.startsWith('uv') ? '/elsewhere' : '/repo'
  expect(find(command.split(' '), {cwd})).toEqual({reason})
})

test('a script that starts itself ends', () => {
  const loop = {'/repo/bin/a': '#!/repo/bin/a\n'}
  expect(find(['/repo/bin/a'], {files: loop})).toHaveProperty('reason')
})

describe('behind the shims of pyenv', () => {
  const pyenv = {
    '/p/shims/bin/x': '',
    '/p/version': '3.11.7\n',
    '/p/versions/3.9.18/bin/python': '',
    '/p/versions/3.11.7/bin/python': '',
    '/p/versions/3.11.12/bin/python': '',
  }
  const machine = (more: object, env: object) => {
    const inner = memoryMachine({files: {...pyenv, '/p/shims/python': '', ...more}, env: {PATH: '/p/shims', ...env}})
    return {
      ...inner,
      stat: (path: string) => {
        const found = inner.stat(path)
        return found && {...found, executable: true}
      },
    }
  }
  test.each([
    ['the global version', {}, {}, '3.11.7'],
    ['the version of the folder', {'/repo/.python-version': '3.9.18\n'}, {}, '3.9.18'],
    ['the version of the shell', {'/repo/.python-version': '3.9.18\n'}, {PYENV_VERSION: '3.11'}, '3.11.12'],
  ])('%s', (_, more, env, version) => {
    const path = `/p/versions/${version}/bin/python`
    expect(findInterpreter(machine(more, env), ['python', 'x.py'], '/repo')).toEqual({path})
  })
})
