import {cliObjects} from '../../src/adapters/git/cli-objects'
import {discover} from '../../src/adapters/git/cli-repository'
import {cliWriter} from '../../src/adapters/git/cli-writer'
import {isomorphicObjects} from '../../src/adapters/git/isomorphic-objects'
import {gitProgram} from '../../src/adapters/git/program'
import {isOid, type Oid} from '../../src/model/ids'
import type {GitObjects} from '../../src/ports/git-objects'
import {CHAIN, LEDGER, newCommit} from '../contracts/git-writer'
import {gitWith} from '../support/git'
import {dirsOf, envOf, makeShape, type NamedShape, type Shape, shapes} from '../support/shapes'
import {fingerprint} from '../support/untouched'

describe.each(shapes.map(shape => [shape.name, shape] as const))(
  'in a repository of the shape: %s',
  (_, named: NamedShape) => {
    let shape: Shape
    let dirs: ReturnType<typeof dirsOf>
    beforeAll(async () => {
      shape = await makeShape(named)
      dirs = dirsOf(shape)
    })

    it('git writes a ledger, keeps code, and touches nothing of the user’s', async () => {
      const before = fingerprint(shape)
      const git = gitProgram({cwd: shape.cwd, env: envOf(shape)})
      const {repository, promisor} = await discover(git, shape.cwd, envOf(shape))
      await repository.state()
      const objects = cliObjects(git, {promisor})
      const [head] = await objects.find(['HEAD^{commit}'])
      const writer = cliWriter(git, {...dirs, promisor})
      const chain = head && {ref: CHAIN, base: undefined, add: [head.oid], committer: newCommit({}).committer}
      const commits = [newCommit({'runs/1/run.yaml': '1\r\n'}), newCommit({'runs/2/run.yaml': '2\n'})]
      const result = await writer.write({ref: LEDGER, base: undefined, commits, ...(chain && {chain})})
      expect(result.kind).toBe('moved')
      expect(fingerprint(shape)).toEqual(before)
      expect(await ledgerOf(objects)).toEqual({'runs/1/run.yaml': '1\r\n', 'runs/2/run.yaml': '2\n'})
      // A partial clone lacks what was promised, and fsck knows.
      gitWith(shape, 'fsck', '--strict', '--no-dangling')
    })

    it('isomorphic-git reads the same, or refuses with the reason', async () => {
      const opening = isomorphicObjects(dirs)
      if (shape.refused !== undefined) {
        await expect(opening).rejects.toMatchObject({
          code: 'UNSUPPORTED_REPOSITORY',
          message: expect.stringContaining(shape.refused),
        })
        return
      }
      const [ours, theirs] = [await opening, cliObjects(gitProgram({cwd: shape.cwd, env: envOf(shape)}))]
      expect(await ledgerOf(ours)).toEqual(await ledgerOf(theirs))
      const names = [
        'HEAD',
        'HEAD^{commit}',
        'HEAD:train.py',
        'main',
        'v1',
        'v1^{commit}',
        'exp',
        'refs/stash',
        CHAIN,
        LEDGER,
      ]
      expect(await oids(ours, names)).toEqual(await oids(theirs, names))
      for (const from of (await oids(ours, ['HEAD^{commit}', LEDGER])).filter(oid => oid !== undefined)) {
        expect(await ours.history(from)).toEqual(await theirs.history(from))
        expect(await ours.files(from)).toEqual(await theirs.files(from))
      }
    })
  },
)

async function ledgerOf(objects: GitObjects): Promise<Record<string, string>> {
  const [tip] = await objects.find([`${LEDGER}^{commit}`])
  const files = await objects.files(tip!.oid)
  const found: Record<string, string> = {}
  let i = 0
  for await (const {bytes} of objects.blobs(files.map(({oid}) => oid)))
    found[files[i++]!.path] = `${Buffer.from(bytes)}`
  return found
}

async function oids(objects: GitObjects, names: readonly string[]): Promise<(Oid | undefined)[]> {
  return (await objects.find(names)).map(object => (object && isOid(object.oid) ? object.oid : undefined))
}
