import {environmentPlan, inEnvironment} from '../../../../src/usecases/reproduce/environment'

const LIST = `numpy==1.26.4
torch==2.3.0+cpu
apex==0.1  # from a folder
--index-url https://evil.example/simple
-e ../elsewhere
evil @ file:///tmp/evil
evil @ git+https://evil.example/x
pkg==1.0; touch /tmp/x
# a comment
`

test('plain pins alone are installed, the rest is told', () => {
  const {commands, left, folder} = environmentPlan('venv', LIST, '/cache', '3.11.4')
  expect(commands).toEqual([
    ['python3', '-m', 'venv', folder],
    [
      `${folder}/bin/python`,
      ...'-m pip install --quiet --no-input --disable-pip-version-check --no-deps numpy==1.26.4 torch==2.3.0+cpu'.split(
        ' ',
      ),
    ],
  ])
  expect(left).toEqual([
    'apex==0.1',
    '--index-url https://evil.example/simple',
    '-e ../elsewhere',
    'evil @ file:///tmp/evil',
    'evil @ git+https://evil.example/x',
    'pkg==1.0; touch /tmp/x',
  ])
  expect(folder).toMatch(/^\/cache\/venv-[0-9a-f]{16}$/)
})

test('uv takes the version of Python; another list, or version, is another folder', () => {
  const {commands, folder} = environmentPlan('uv', 'a==1\n', '/cache', '3.11.4')
  expect(commands).toEqual([
    ['uv', 'venv', '--quiet', '--allow-existing', '--python', '3.11', folder],
    ['uv', 'pip', 'install', '--quiet', '--python', `${folder}/bin/python`, '--no-deps', 'a==1'],
  ])
  const folders = [
    ['a==2\n', '3.11'],
    ['a==1\n', '3.12'],
    ['a==1\n', '3.11.9'],
  ].map(([list, python]) => environmentPlan('uv', list, '/cache', python).folder)
  expect(new Set([folder, ...folders]).size).toBe(3)
  expect(environmentPlan('uv', '', '/cache', '-c evil').commands[0]).not.toContain('--python')
})

test('its programs come first', () => {
  const plan = environmentPlan('venv', 'a==1', '/cache', undefined)
  expect(inEnvironment(plan, ['/home/me/venv/bin/python3.11', 'a.py'], '/usr/bin')).toEqual({
    argv: [`${plan.folder}/bin/python`, 'a.py'],
    variables: {VIRTUAL_ENV: plan.folder, PYTHONHOME: undefined, PATH: `${plan.folder}/bin:/usr/bin`},
  })
  expect(inEnvironment(plan, ['torchrun', 'a.py'], undefined).argv).toEqual(['torchrun', 'a.py'])
  const current = environmentPlan('current', 'a==1', '/cache', undefined)
  expect(inEnvironment(current, ['python', 'a.py'], '/usr/bin')).toEqual({argv: ['python', 'a.py'], variables: {}})
})
