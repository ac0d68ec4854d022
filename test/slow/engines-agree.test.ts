import {join} from 'node:path'
import {cliObjects} from '../../src/adapters/git/cli-objects'
import {isomorphicObjects} from '../../src/adapters/git/isomorphic-objects'
import {gitProgram} from '../../src/adapters/git/program'
import type {Oid} from '../../src/model/ids'
import type {GitObjects} from '../../src/ports/git-objects'
import {at, type Builder, type FileSpec, gitBuilder} from '../support/builder'
import fc from '../support/fast-check'
import {git, gitEnv, tempFolder} from '../support/git'

/** A commit as edits on its first parent; parents are counted back from it. */
interface Step {
  readonly edits: readonly (readonly [string, string | undefined])[]
  readonly parents: readonly number[]
  readonly minutes: number
}

const path = fc.constantFrom('a', 'a/b', 'a/c', 'a-b', 'a.b', 'd/e/f', 'd/e', 'd', 'ü', 'runs/1/x', 'runs/2/x')
const step: fc.Arbitrary<Step> = fc.record({
  edits: fc.array(fc.tuple(path, fc.option(fc.constantFrom('1', '2', '3'), {nil: undefined})), {maxLength: 4}),
  parents: fc.uniqueArray(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 3}),
  // Clocks of teammates go wrong both ways.
  minutes: fc.integer({min: -3, max: 5}),
})

const cwd = tempFolder()
git(cwd, 'init', '--quiet')
const build = gitBuilder(join(cwd, '.git'))

it('git and isomorphic-git tell the same files, changes and history of any graph', async () => {
  const program = cliObjects(gitProgram({cwd, env: gitEnv}))
  const library = await isomorphicObjects({commonDir: join(cwd, '.git'), gitDir: join(cwd, '.git')})
  const graphs = fc.array(step, {minLength: 2, maxLength: 9})
  await fc.assert(
    fc.asyncProperty(graphs, path, async (steps, at) => {
      const oids = buildGraph(build, steps)
      const [theirs, ours] = await Promise.all([program, library].map(engine => tell(engine, oids, at)))
      expect(ours).toEqual(theirs)
    }),
    {numRuns: 60},
  )
}, 120_000)

async function tell(engine: GitObjects, oids: readonly Oid[], path: string): Promise<unknown> {
  const [first, tip] = [oids[0]!, oids.at(-1)!]
  return Promise.all([
    engine.files(tip),
    engine.files(tip, path),
    engine.changes(first, tip),
    engine.changes(first, tip, path),
    engine.history(tip, {path, limit: 3}),
    engine.history(tip, {path}).then(commits => commits.map(({oid}) => oid)),
    engine.history(tip).then(commits => commits.map(({oid}) => oid)),
    engine.history(tip, {without: oids[oids.length >> 1]!}).then(commits => commits.map(({oid}) => oid)),
    engine.find([`${tip}:${path}`, tip.slice(0, 10), `${tip.slice(0, 10)}:${path}`]),
  ])
}

function buildGraph(build: Builder, steps: readonly Step[]): Oid[] {
  const oids: Oid[] = []
  const states: Map<string, FileSpec>[] = []
  for (const [i, {edits, parents, minutes}] of steps.entries()) {
    const known = parents.map(back => i - back).filter(index => index >= 0)
    const files = new Map(states[known[0] ?? -1])
    for (const [path, text] of edits) edit(files, path, text)
    states.push(files)
    oids.push(
      build.commit({
        files: Object.fromEntries(files),
        parents: known.map(index => oids[index]!),
        author: at(1_700_000_000 + (i + minutes) * 60),
        message: `commit ${i}\n`,
      }),
    )
  }
  return oids
}

/** A file takes the place of a folder, and the other way round. */
function edit(files: Map<string, FileSpec>, path: string, text: string | undefined): void {
  for (const other of [...files.keys()]) {
    if (other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other)
  }
  if (text !== undefined) files.set(path, text)
}
