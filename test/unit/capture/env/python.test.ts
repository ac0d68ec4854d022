import {memoryCache} from '../../../../src/adapters/memory/cache'
import {type MemoryMachineParts, memoryMachine} from '../../../../src/adapters/memory/machine'
import {importedNames} from '../../../../src/capture/env/python/imports'
import {layoutOf} from '../../../../src/capture/env/python/layout'
import {listPackages, requirementsText} from '../../../../src/capture/env/python/packages'
import {probePython} from '../../../../src/capture/env/python/probe-python'

const SITE = '/venv/lib/python3.11/site-packages'
const BASE = '/opt/py/lib/python3.11/site-packages'
const COMMIT = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567'
const venv = {
  '/venv/pyvenv.cfg': 'home = /opt/py/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n',
  [`${SITE}/torch-2.3.0+cu121.dist-info/METADATA`]: 'Name: torch\n',
  [`${SITE}/scikit_learn-1.4.2.dist-info/METADATA`]: '',
  [`${SITE}/nvidia_cudnn_cu12-8.9.2.26.dist-info/METADATA`]: '',
  '/opt/py/bin/python3.11': '',
  [`${BASE}/numpy-1.26.4.dist-info/METADATA`]: '',
}
const machineOf = (parts: MemoryMachineParts = {}) =>
  memoryMachine({
    ...parts,
    files: {...venv, ...parts.files},
    links: {'/venv/bin/python': '/opt/py/bin/python3.11'},
    env: {PATH: '/venv/bin', ...parts.env},
  })

describe('where an interpreter looks for packages, and its version', () => {
  test('a virtual environment', () => {
    expect(layoutOf(machineOf(), '/venv/bin/python', '/repo')).toEqual({version: '3.11.7', folders: [SITE]})
  })
  test('one that shares the packages of its base; the base knows better which version it is by now', () => {
    const files = {
      '/venv/pyvenv.cfg': 'include-system-site-packages = true\nversion_info = 3.11.7.final.0\n',
      '/opt/py/include/python3.11/patchlevel.h': '#define PY_VERSION "3.11.9"\n',
    }
    const layout = layoutOf(machineOf({files}), '/venv/bin/python', '/repo')
    expect(layout).toEqual({version: '3.11.9', folders: [SITE, BASE]})
  })
  test('PYTHONPATH comes first', () => {
    const layout = layoutOf(machineOf({env: {PYTHONPATH: 'lib:/x'}}), '/venv/bin/python', '/repo')
    expect(layout.folders).toEqual(['/repo/lib', '/x', SITE])
  })
  test('an environment of conda', () => {
    const site = '/c/envs/nlp/lib/python3.10/site-packages'
    const files = {
      '/c/envs/nlp/bin/python3.10': '',
      '/c/envs/nlp/conda-meta/python-3.10.13-h9_0.json': '',
      [`${site}/a.py`]: '',
    }
    const links = {'/c/envs/nlp/bin/python': '/c/envs/nlp/bin/python3.10'}
    const layout = layoutOf(memoryMachine({files, links}), '/c/envs/nlp/bin/python', '/')
    expect(layout).toEqual({version: '3.10.13', folders: [site]})
  })
  test('Debian’s own, with the user’s packages', () => {
    const user = '/home/ada/.local/lib/python3.11/site-packages'
    const local = '/usr/local/lib/python3.11/dist-packages'
    const files = {
      '/usr/bin/python3.11': '',
      [`${user}/x`]: '',
      [`${local}/x`]: '',
      '/usr/lib/python3/dist-packages/x': '',
    }
    const parts = {files, links: {'/usr/bin/python3': '/usr/bin/python3.11'}}
    const folders = [user, local, '/usr/lib/python3/dist-packages']
    expect(layoutOf(memoryMachine(parts), '/usr/bin/python3', '/')).toEqual({version: undefined, folders})
    const alone = memoryMachine({...parts, env: {PYTHONNOUSERSITE: '1'}})
    expect(layoutOf(alone, '/usr/bin/python3', '/').folders).toEqual(folders.slice(1))
  })
})

describe('packages', () => {
  const direct = (name: string, value: object) => ({
    [`/s/${name}-1.0.dist-info/direct_url.json`]: JSON.stringify(value),
  })
  const list = (files: Record<string, string>) => requirementsText(listPackages(memoryMachine({files}), ['/s', '/t']))

  test('names as PEP 503 has them, sorted, the first folder wins', () => {
    const files = {
      '/s/Zope.Interface-5.0.dist-info/METADATA': '',
      '/s/ruamel.yaml-0.17.dist-info/METADATA': '',
      '/s/legacy_tool-2.1-py3.11.egg-info/PKG-INFO': '',
      '/s/odd.egg-info/PKG-INFO': 'Metadata-Version: 1.0\nName: Odd_Name\nVersion: 3.0\n',
      '/s/~umpy-1.0.dist-info/METADATA': '',
      '/s/README.txt': '',
      '/t/zope_interface-4.0.dist-info/METADATA': '',
    }
    expect(list(files)).toBe('legacy-tool==2.1\nodd-name==3.0\nruamel-yaml==0.17\nzope-interface==5.0\n')
  })
  test('what came from a repository, an archive or a folder says so, without credentials and paths', () => {
    const files = {
      ...direct('a', {url: 'https://ada:tok@git.example/a.git', vcs_info: {vcs: 'git', commit_id: COMMIT}}),
      ...direct('b', {url: 'https://x.example/b.whl?sig=1', archive_info: {hashes: {sha256: 'e'.repeat(64)}}}),
      ...direct('c', {url: 'file:///home/ada/c', dir_info: {editable: true}}),
      ...direct('d', {url: 'file:///home/ada/d', dir_info: {}}),
      ...direct('e', {url: 'file:///croot/e.whl', archive_info: {}}),
      '/s/f-1.0.dist-info/direct_url.json': '{broken',
      '/s/g.egg-link': '/home/ada/g\n.',
      '/home/ada/g/g.egg-info/PKG-INFO': 'Name: g\nVersion: 0.1.dev3\n',
    }
    expect(list(files).split('\n')).toEqual([
      `a @ git+https://git.example/a.git@${COMMIT}`,
      `b @ https://x.example/b.whl#sha256=${'e'.repeat(64)}`,
      'c==1.0  # editable, from a folder',
      'd==1.0  # from a folder',
      'e==1.0',
      'f==1.0',
      'g==0.1.dev3  # editable, from a folder',
      '',
    ])
  })
  test('names that are none are left out', () => {
    expect(list({'/s/a b-1.0.dist-info/x': '', '/s/c-1;rm.dist-info/x': '', '/s/-.dist-info/METADATA': ''})).toBe('')
  })
})

test('top-level names that a script imports', () => {
  const text =
    'import os, torch.nn as nn\nfrom sklearn.metrics import f1_score\n  import yaml\nfrom . import x\n# import no\n'
  expect(importedNames(text)).toEqual(['os', 'torch', 'sklearn', 'yaml'])
})

describe('the probe', () => {
  const question = {argv: ['python', 'train.py'], cwd: '/repo', top: '/repo'}

  test('reads files and starts nothing', async () => {
    const machine = machineOf({files: {'/repo/train.py': 'from sklearn import svm\nimport torch\nimport os\n'}})
    expect(await probePython(machine, question)).toEqual({
      requirements: 'nvidia-cudnn-cu12==8.9.2.26\nscikit-learn==1.4.2\ntorch==2.3.0+cu121\n',
      facts: {
        python: '3.11.7',
        packages: 3,
        libs: {'scikit-learn': '1.4.2', torch: '2.3.0+cu121'},
        cuda: '12.1',
        cudnn: '8.9.2.26',
      },
    })
  })

  test('asks an interpreter that no file describes, once', async () => {
    let asked = 0
    const parts: MemoryMachineParts = {
      env: {PATH: '/x/bin'},
      files: {'/x/bin/python': '', '/y/site-packages/numpy-1.26.4.dist-info/METADATA': ''},
      programs: {
        '/x/bin/python': () => {
          asked++
          return {kind: 'ended', code: 0, stdout: '/x/bin/python\n3.12.1\n/y/lib.zip\n/y/site-packages\n', stderr: ''}
        },
      },
    }
    const cache = memoryCache()
    for (let i = 0; i < 2; i++) {
      const {facts, requirements} = await probePython(memoryMachine(parts), {...question, cache})
      expect(facts).toEqual({python: '3.12.1', packages: 1, libs: {numpy: '1.26.4'}})
      expect(requirements).toBe('numpy==1.26.4\n')
    }
    expect(asked).toBe(1)
  })

  test('an interpreter that does not answer is a reason', async () => {
    const programs = {'/x/bin/python': () => ({kind: 'failed', reason: 'did not answer within 3 s'}) as const}
    const machine = memoryMachine({env: {PATH: '/x/bin'}, files: {'/x/bin/python': ''}, programs})
    expect(await probePython(machine, question)).toEqual({
      facts: {},
      unknown: {python: 'python did not answer within 3 s'},
    })
  })

  test('what was remembered and is damaged is found anew', async () => {
    const cache = memoryCache()
    await probePython(machineOf(), {...question, cache})
    for (const name of cache.list()) cache.write(name, Buffer.from('{"shape":1,"ke'))
    expect((await probePython(machineOf(), {...question, cache})).facts['packages']).toBe(3)
  })
})
