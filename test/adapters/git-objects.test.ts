import {join} from 'node:path'
import {cliObjects} from '../../src/adapters/git/cli-objects'
import {isomorphicObjects} from '../../src/adapters/git/isomorphic-objects'
import {gitProgram} from '../../src/adapters/git/program'
import {memoryGit} from '../../src/adapters/memory/git'
import {describeGitObjects, type ObjectsFixture} from '../contracts/git-objects'
import {gitBuilder, memoryBuilder} from '../support/builder'
import {git, gitEnv, tempFolder} from '../support/git'

describeGitObjects('memory', async () => {
  const repository = memoryGit()
  const build = memoryBuilder(repository)
  const setRef: typeof build.setRef = (ref, oid) => {
    build.setRef(ref, oid)
    if (ref === 'refs/heads/main') build.setRef('HEAD', oid)
  }
  return {objects: repository, build: {...build, setRef}, settle: () => {}}
})

const engines = {
  'the git program': async cwd => cliObjects(gitProgram({cwd, env: gitEnv})),
  'isomorphic-git': async cwd => isomorphicObjects({commonDir: join(cwd, '.git'), gitDir: join(cwd, '.git')}),
} satisfies Record<string, (cwd: string) => Promise<ObjectsFixture['objects']>>

for (const [name, open] of Object.entries(engines)) {
  const make = (settle: (cwd: string) => void) => async () => {
    const cwd = tempFolder()
    git(cwd, 'init', '--quiet')
    return {objects: await open(cwd), build: gitBuilder(join(cwd, '.git')), settle: () => settle(cwd)}
  }
  describeGitObjects(
    `${name}, loose objects,`,
    make(cwd => void git(cwd, 'fsck', '--strict')),
  )
  describeGitObjects(
    `${name}, packed objects and refs,`,
    make(cwd => {
      git(cwd, 'repack', '-a', '-d', '--quiet')
      git(cwd, 'pack-refs', '--all')
    }),
  )
}

it('the git program answers the same whatever the user has set', async () => {
  const cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  const build = gitBuilder(join(cwd, '.git'))
  const text = 'enough lines\nto be taken\nfor a rename\n'
  const before = build.commit({files: {'old ü': text}})
  const tip = build.commit({files: {'new ü': text}, parents: [before], message: 'ü\n'})
  build.setRef('refs/heads/main', tip)
  const objects = cliObjects(gitProgram({cwd, env: gitEnv}))
  const tell = async () => [
    await objects.history(tip, {path: 'new ü'}),
    await objects.history(tip),
    await objects.changes(before, tip),
    await objects.files(tip),
    await objects.find(['main:new ü']),
  ]
  const plain = await tell()
  const settings = {
    'log.follow': 'true',
    'log.showSignature': 'true',
    'log.date': 'relative',
    'format.pretty': 'oneline',
    'format.notes': 'true',
    'i18n.logOutputEncoding': 'ISO-8859-1',
    'diff.renames': 'copies',
    'diff.relative': 'true',
    'diff.noprefix': 'true',
    'core.quotePath': 'true',
    'core.abbrev': '4',
    'color.ui': 'always',
    'core.pager': 'false',
  }
  for (const [key, value] of Object.entries(settings)) git(cwd, 'config', key, value)
  expect(await tell()).toEqual(plain)
})
