// Real packages from the index that pip is set to: a run with one version of six, an interpreter with another.
import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {hermetic} from '../support/env'
import {tempFolder} from '../support/git'
import {PYTHON} from '../support/heard-run'
import {ran} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'

const LONG = 600_000
const SCRIPT = `import json, six
json.dump({"dev": {"minor": int(six.__version__.split(".")[1])}}, open("metrics.json", "w"))
`
/** pip and uv find the index by what this machine is set to. */
const pip = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(?:PIP_|SSL_CERT|https?_proxy$)/i.test(name)),
)

function venvWith(pin: string): string {
  const folder = join(tempFolder('six'), 'venv')
  execFileSync(PYTHON, ['-m', 'venv', folder])
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', pin]
  const {status, stderr} = spawnSync(join(folder, 'bin/python'), install, {
    encoding: 'utf8',
    env: {...hermetic(), ...pip},
  })
  if (status !== 0) throw new Error(stderr)
  return join(folder, 'bin')
}

/** What pip is set to, in uv's words. */
function uvIndex(): Record<string, string> {
  const {stdout} = spawnSync(PYTHON, ['-m', 'pip', 'config', 'list'], {encoding: 'utf8', env: {...hermetic(), ...pip}})
  const said = (key: string) => new RegExp(`^(?:global|install|:env:)\\.${key}='(.*)'$`, 'm').exec(stdout)?.[1]
  const there = (list: string | undefined) =>
    (list ?? '').split(/\s+/).filter(url => /^https?:/.test(url) || existsSync(url.replace(/^file:\/\//, '')))
  const [index, extra, cert] = [said('index-url'), there(said('extra-index-url')), said('cert')]
  return {
    ...(index && {UV_DEFAULT_INDEX: index}),
    ...(extra.length > 0 && {UV_INDEX: extra.join(' ')}),
    ...(cert && {SSL_CERT_FILE: cert}),
  }
}

const uv = join(dirname(PYTHON), 'uv')

describe('a run with six 1.16, at an interpreter with six 1.17', () => {
  let place: Workplace
  let newer: Record<string, string>
  beforeAll(() => {
    place = workplace()
    place.write('train.py', SCRIPT)
    place.write('.gitignore', 'metrics.json\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'six')
    const older = venvWith('six==1.16.0')
    const path = hermetic()['PATH']!
    ran(place, ['--name', 'base', '-a', 'metrics.json', '--ingest', 'metrics.json', '--', 'python', 'train.py'], {
      env: {PATH: `${older}:${path}`},
    })
    newer = {...pip, ...uvIndex(), PATH: `${venvWith('six==1.17.0')}:${dirname(PYTHON)}:${path}`}
  }, LONG)

  const reproduced = (...words: string[]) => {
    const {stdout, stderr} = place.exp(['reproduce', 'base', '--yes', '--json', ...words], {env: newer})
    const found = JSON.parse(stdout)
    if (!found.reproductions) throw new Error(stderr)
    return found
  }

  test(
    'with what is at hand it drifts, and the verdict names the package',
    () => {
      const {verdict, causes} = reproduced()
      expect([verdict, causes]).toEqual([
        'drifted',
        [{kind: 'packages', changes: [{what: 'six', before: '1.16.0', after: '1.17.0'}]}],
      ])
    },
    LONG,
  )

  test(
    'venv: exact',
    () => {
      const {verdict, causes, unknown} = reproduced('--env', 'venv')
      expect([verdict, causes, unknown]).toEqual(['exact', [], ['data', 'seed']])
    },
    LONG,
  )

  ;(existsSync(uv) ? test : test.skip)(
    'uv: exact',
    () => {
      const {verdict, causes} = reproduced('--env', 'uv')
      expect([verdict, causes]).toEqual(['exact', []])
    },
    LONG,
  )
})
