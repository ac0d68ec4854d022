import {join} from 'node:path'
import {cliObjects} from '../../src/adapters/git/cli-objects'
import {cliWriter} from '../../src/adapters/git/cli-writer'
import {gitProgram} from '../../src/adapters/git/program'
import {memoryGit} from '../../src/adapters/memory/git'
import type {Oid} from '../../src/model/ids'
import {describeGitWriter, type WriterFixture} from '../contracts/git-writer'
import {gitBuilder, memoryBuilder} from '../support/builder'
import {git, gitEnv, tempFolder} from '../support/git'

describeGitWriter('memory', async () => {
  const repository = memoryGit()
  return {
    writer: repository,
    objects: repository,
    build: memoryBuilder(repository),
    refs: () => new Map(repository.refs),
    check: () => {},
  }
})

describeGitWriter('the git program', async () => {
  const cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  return openFixture(cwd)
})

function openFixture(cwd: string): WriterFixture {
  const gitDir = join(cwd, '.git')
  const program = gitProgram({cwd, env: gitEnv})
  return {
    writer: cliWriter(program, {gitDir, commonDir: gitDir}),
    objects: cliObjects(program),
    build: gitBuilder(gitDir),
    refs: () =>
      new Map(
        lines(git(cwd, 'for-each-ref', '--format=%(refname) %(objectname)')).map(
          line => line.split(' ') as [string, Oid],
        ),
      ),
    check: () => void git(cwd, 'fsck', '--strict', '--full'),
  }
}

const lines = (text: string) => text.split('\n').filter(Boolean)
