import {mkdirSync, realpathSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {nodeMachine} from '../../src/adapters/node/machine'
import {editablesOf, siblingsOf} from '../../src/capture/env/python/editables'
import {listPackages} from '../../src/capture/env/python/packages'
import {hermetic} from '../support/env'
import {git, tempFolder} from '../support/git'

/** A site-packages folder in which these folders are installed as pip -e does it. */
function installed(folders: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const [name, folder] of Object.entries(folders)) {
    files[`${name}-1.0.dist-info/direct_url.json`] = JSON.stringify({
      url: `file://${folder}`,
      dir_info: {editable: true},
    })
  }
  return files
}

test('packages that run from a folder have the commit of its repository, and whether it is dirty', async () => {
  const machine = nodeMachine(hermetic())
  const [clean, dirty, none] = ['clean', 'dirty', 'none'].map(name => realpathSync(tempFolder(name))) as [
    string,
    string,
    string,
  ]
  for (const folder of [clean, dirty]) {
    git(folder, 'init', '--quiet')
    writeFileSync(join(folder, 'lib.py'), '1\n')
    git(folder, 'add', '.')
    git(folder, 'commit', '--quiet', '-m', 'x')
  }
  writeFileSync(join(dirty, 'lib.py'), '2\n')
  writeFileSync(join(clean, 'untracked'), '')
  const site = tempFolder('site')
  for (const [name, text] of Object.entries(installed({clean, dirty, none, gone: '/nowhere'}))) {
    const [folder, file] = name.split('/')
    mkdirSync(join(site, folder!), {recursive: true})
    writeFileSync(join(site, folder!, file!), text)
  }
  expect(await editablesOf(machine, listPackages(machine, [site]), '/elsewhere')).toEqual([
    {name: 'clean', version: '1.0', commit: git(clean, 'rev-parse', 'HEAD'), dirty: false},
    {name: 'dirty', version: '1.0', commit: git(dirty, 'rev-parse', 'HEAD'), dirty: true},
    {name: 'none', version: '1.0', unresolved: true},
  ])
  expect(await editablesOf(machine, listPackages(machine, [site]), clean)).toContainEqual({
    name: 'clean',
    version: '1.0',
    here: true,
  })
})

test('repositories beside this one, by PYTHONPATH and by where the script lies', async () => {
  const [top, lib, tools, plain] = ['top', 'lib', 'tools', 'plain'].map(name => realpathSync(tempFolder(name)))
  for (const folder of [top!, lib!, tools!]) {
    git(folder, 'init', '--quiet')
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'src', 'a.py'), '1\n')
    git(folder, 'add', '.')
    git(folder, 'commit', '--quiet', '-m', 'x')
  }
  writeFileSync(join(lib!, 'src', 'a.py'), '2\n')
  const machine = nodeMachine({...hermetic(), PYTHONPATH: `${lib}/src:${lib}:src:${plain}:/nowhere`})
  const found = await siblingsOf(machine, {argv: ['python', `${tools}/src/a.py`], cwd: top!, top: top!})
  expect(found).toEqual([
    {name: basename(lib!), via: 'PYTHONPATH', commit: git(lib!, 'rev-parse', 'HEAD'), dirty: true},
    {name: basename(tools!), via: 'script', commit: git(tools!, 'rev-parse', 'HEAD'), dirty: false},
  ])
  expect(await siblingsOf(machine, {argv: ['make'], cwd: plain!, top: lib!})).toEqual([])
})
