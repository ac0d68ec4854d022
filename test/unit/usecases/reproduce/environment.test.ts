import {condaPlan} from '../../../../src/usecases/reproduce/conda'
import {
  environmentChoice,
  inEnvironment,
  uvPlan,
  venvPlan,
  type Wanted,
} from '../../../../src/usecases/reproduce/environment'

const LIST = `numpy==1.26.4
torch==2.3.0+cpu
apex==0.1  # from a folder
own==1
--index-url https://evil.example/simple
-e ../elsewhere
evil @ file:///tmp/evil
evil @ git+https://evil.example/x
pkg==1.0; touch /tmp/x
# a comment
`
const PIP = '-m pip install --quiet --no-input --disable-pip-version-check --no-deps'.split(' ')
const wanted = (requirements: string | undefined, python?: string, folders: string[] = []): Wanted => ({
  requirements,
  python,
  folders,
})
const here = {program: 'python3.11', version: '3.11.2'}

test('plain pins alone are installed, the rest is told', () => {
  const {commands, left, folder, assumed} = venvPlan(wanted(LIST, '3.11.4', ['Own']), '/cache', here)
  expect(commands).toEqual([
    ['python3.11', '-m', 'venv', folder],
    [`${folder}/bin/python`, ...PIP, 'numpy==1.26.4', 'torch==2.3.0+cpu'],
  ])
  expect(left).toEqual([
    'apex==0.1',
    'own==1',
    '--index-url https://evil.example/simple',
    '-e ../elsewhere',
    'evil @ file:///tmp/evil',
    'evil @ git+https://evil.example/x',
    'pkg==1.0; touch /tmp/x',
  ])
  expect(folder).toMatch(/^\/cache\/venv-[0-9a-f]{16}$/)
  expect(assumed).toEqual([])
})

test('another Python than the one that ran is told', () => {
  const {assumed} = venvPlan(wanted('a==1', '3.9.1'), '/cache', {program: 'python3', version: '3.11.2'})
  expect(assumed).toEqual(['Python 3.9 ran it, and python3 is 3.11.2'])
})

test('uv takes the version of Python; another list, or version, is another folder', () => {
  const {commands, folder} = uvPlan(wanted('a==1\n', '3.11.4'), '/cache')
  expect(commands).toEqual([
    ['uv', 'venv', '--quiet', '--allow-existing', '--python', '3.11', folder],
    ['uv', 'pip', 'install', '--quiet', '--python', `${folder}/bin/python`, '--no-deps', 'a==1'],
  ])
  const folders = [
    ['a==2\n', '3.11'],
    ['a==1\n', '3.12'],
    ['a==1\n', '3.11.9'],
  ].map(([list, python]) => uvPlan(wanted(list, python), '/cache').folder)
  expect(new Set([folder, ...folders]).size).toBe(3)
  for (const evil of ['-c evil', '3.11 --x', '3.11.4;id', '3'])
    expect(uvPlan(wanted('', evil), '/cache').commands[0]!.join(' ')).not.toMatch(/evil|--x|;id|--python 3 /)
})

describe('conda', () => {
  const facts = {tool: 'conda', folder: '/cache', fresh: 'f00'} as const

  test('the version that ran, then the list by pip', () => {
    const {commands, folder, mark} = condaPlan(wanted(LIST, '3.11.4'), facts)
    expect(folder).toMatch(/^\/cache\/conda-[0-9a-f]{16}-f00$/)
    expect(commands).toEqual([
      ['conda', 'create', '--yes', '--quiet', '--prefix', folder, '--channel', 'conda-forge', 'python=3.11.4', 'pip'],
      [`${folder}/bin/python`, ...PIP, 'numpy==1.26.4', 'torch==2.3.0+cpu', 'own==1'],
    ])
    expect(mark).toEqual({name: `env-${folder!.slice(7, -4)}`, text: folder})
  })

  test.each([
    ['conda', 'conda env create --quiet --prefix P --file /cache/env.yml'],
    ['mamba', 'mamba env create --quiet --prefix P --file /cache/env.yml'],
    ['micromamba', 'micromamba create --yes --quiet --prefix P --file /cache/env.yml'],
  ] as const)('%s by a file of the code', (tool, command) => {
    const file = {at: '/cache/env.yml', digest: 'a'}
    const {commands, folder} = condaPlan(wanted('a==1', '3.11'), {...facts, tool, file})
    expect(commands).toEqual([command.replace(' P ', ` ${folder} `).split(' ')])
  })

  test('one that was made before is found again', () => {
    const made = (name: string) => (name.startsWith('env-conda-') ? '/cache/conda-old' : undefined)
    expect(condaPlan(wanted('a==1', '3.11'), {...facts, made})).toMatchObject({
      commands: [],
      folder: '/cache/conda-old',
    })
  })

  test('its programs come first', () => {
    const plan = condaPlan(wanted(''), facts)
    expect(plan.assumed).toEqual(['no version of Python was recorded, and the newest is taken'])
    const {variables} = inEnvironment(plan, ['python', 'a.py'], '/usr/bin')
    expect(variables).toMatchObject({CONDA_PREFIX: plan.folder, PATH: `${plan.folder}/bin:/usr/bin`})
  })
})

test('its programs come first', () => {
  const plan = venvPlan(wanted('a==1'), '/cache', here)
  expect(inEnvironment(plan, ['/home/me/venv/bin/python3.11', 'a.py'], '/usr/bin')).toEqual({
    argv: [`${plan.folder}/bin/python`, 'a.py'],
    variables: {VIRTUAL_ENV: plan.folder, PYTHONHOME: undefined, PATH: `${plan.folder}/bin:/usr/bin`},
  })
  expect(inEnvironment(plan, ['torchrun', 'a.py'], undefined).argv).toEqual(['torchrun', 'a.py'])
  const current = {kind: 'current', commands: [], left: [], assumed: []} as const
  expect(inEnvironment(current, ['python', 'a.py'], '/usr/bin')).toEqual({argv: ['python', 'a.py'], variables: {}})
})

test('what --env may say', () => {
  expect(environmentChoice('uv')).toEqual({kind: 'uv'})
  expect(environmentChoice('docker')).toEqual({kind: 'docker'})
  expect(environmentChoice('docker=a/b:1@sha256:x=y')).toEqual({kind: 'docker', image: 'a/b:1@sha256:x=y'})
  for (const word of ['', 'pip', 'uv=3', 'docker=', '=x', 'conda=environment.yml'])
    expect(() => environmentChoice(word)).toThrow(/--env is given/)
})
