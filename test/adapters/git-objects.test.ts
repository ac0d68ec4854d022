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
