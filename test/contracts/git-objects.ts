import {blobOid} from '../../src/base/digest'
import type {Oid} from '../../src/model/ids'
import type {Commit, GitObject, GitObjects, TreeEntry} from '../../src/ports/git-objects'
import {at, type Builder} from '../support/builder'

export interface ObjectsFixture {
  /** Opened before anything is built, as a long-lived process would have it. */
  readonly objects: GitObjects
  readonly build: Builder
  /** Called once a test has built its repository: packs it, or nothing. */
  settle(): void
}

const MISSING = '0123456789012345678901234567890123456789' as Oid

export function describeGitObjects(name: string, make: () => Promise<ObjectsFixture>): void {
  describe(`${name} reads objects`, () => {
    findSuite(make)
    abbreviationSuite(make)
    blobsSuite(make)
    filesSuite(make)
    changesSuite(make)
    historySuite(make)
    mergeSuite(make)
  })
}

function findSuite(make: () => Promise<ObjectsFixture>): void {
  it('finds by id, ref, HEAD, path and ^{commit}', async () => {
    const {objects, build, settle} = await make()
    const commit = build.commit({files: {'a.txt': 'A', 'with space/ü "q".txt': 'U', '-dash': 'D'}})
    build.setRef('refs/heads/main', commit)
    build.setRef('refs/heads/topic/deep', commit)
    build.setRef('refs/exp/code', commit)
    const tag = build.tag('v1', commit)
    settle()
    const root = build.tree({'a.txt': 'A', 'with space/ü "q".txt': 'U', '-dash': 'D'})
    const cases: [string, Oid][] = [
      [commit, commit],
      [root, root],
      ['HEAD', commit],
      ['main', commit],
      ['heads/main', commit],
      ['refs/heads/main', commit],
      ['topic/deep', commit],
      ['refs/exp/code', commit],
      ['v1', tag],
      [tag, tag],
      ['v1^{commit}', commit],
      ['main^{commit}', commit],
      ['HEAD:a.txt', build.blob('A')],
      ['main:with space/ü "q".txt', build.blob('U')],
      ['main:-dash', build.blob('D')],
      ['v1:a.txt', build.blob('A')],
      ['v1^{commit}:a.txt', build.blob('A')],
      [`${root}:a.txt`, build.blob('A')],
      ['main:with space', build.tree({'ü "q".txt': 'U'})],
      ['main:with space/', build.tree({'ü "q".txt': 'U'})],
      ['main:', root],
    ]
    const names = cases.map(([name]) => name)
    const found = await objects.find(names)
    expect(label(cases, found)).toEqual(cases)
    expect(await objects.ids(names)).toEqual(found.map(object => ({oid: object!.oid, type: object!.type})))
  })

  it('answers undefined in its place where nothing is found', async () => {
    const {objects, build, settle} = await make()
    const blob = build.blob('A')
    build.setRef('refs/heads/main', build.commit({files: {'a.txt': 'A'}}))
    settle()
    const absent = [
      MISSING,
      'nope',
      'refs/heads/nope',
      'main:nope',
      'main:a.txt/below',
      'nope:a.txt',
      `${blob}^{commit}`,
      `${blob}:x`,
      'main:../a.txt',
      '',
      ' ',
      '-x',
      '--help',
      '..',
      '../HEAD',
      'a\nb',
      'config',
      'objects',
    ]
    const names = absent.flatMap(name => [name, 'main:a.txt'])
    const found = await objects.find(names)
    expect(names.map((name, i) => [name, found[i]?.oid])).toEqual(
      names.map(name => [name, name === 'main:a.txt' ? blob : undefined]),
    )
    expect((await objects.ids(names)).map(id => id?.oid)).toEqual(found.map(object => object?.oid))
    expect(await objects.ids([])).toEqual([])
  })

  it('has no HEAD before the first commit, and sees it after', async () => {
    const {objects, build, settle} = await make()
    expect(await objects.find(['HEAD', 'HEAD^{commit}', 'HEAD:a'])).toEqual([undefined, undefined, undefined])
    expect(await objects.find([])).toEqual([])
    const first = build.commit({files: {a: '1'}})
    build.setRef('refs/heads/main', first)
    expect((await objects.find(['HEAD']))[0]?.oid).toBe(first)
    const second = build.commit({files: {a: '2'}, parents: [first]})
    build.setRef('refs/heads/main', second)
    settle()
    expect((await objects.find(['HEAD', 'main']))[1]?.oid).toBe(second)
  })

  it('prefers a tag to a branch of the same name, and a ref to an abbreviation', async () => {
    const {objects, build, settle} = await make()
    const [one, two] = [build.commit({files: {a: '1'}}), build.commit({files: {a: '2'}})]
    build.setRef('refs/heads/same', one)
    build.setRef('refs/tags/same', two)
    const looksLikeOne = one.slice(0, 6)
    build.setRef(`refs/heads/${looksLikeOne}`, two)
    settle()
    const found = await objects.find(['same', 'heads/same', looksLikeOne])
    expect(found.map(object => object?.oid)).toEqual([two, one, two])
  })

  it('gives type and bytes', async () => {
    const {objects, build, settle} = await make()
    const bytes = Buffer.from([0, 255, 10, 13, 10, 0])
    const commit = build.commit({files: {bin: bytes}})
    build.setRef('refs/heads/main', commit)
    settle()
    const [blob, tree, found] = await objects.find(['main:bin', 'main:', 'main'])
    expect([blob?.type, tree?.type, found?.type]).toEqual(['blob', 'tree', 'commit'])
    expect(Buffer.from(blob!.bytes).equals(bytes)).toBe(true)
    expect(Buffer.from(found!.bytes).toString()).toContain(`tree ${tree!.oid}`)
  })
}

function abbreviationSuite(make: () => Promise<ObjectsFixture>): void {
  it('knows a unique abbreviation', async () => {
    const {objects, build, settle} = await make()
    const commit = build.commit({files: {a: 'only'}})
    build.setRef('refs/heads/main', commit)
    settle()
    const short = commit.slice(0, 12)
    const found = await objects.find([short, short.toUpperCase(), `${short}^{commit}`, `${short}:a`, '0123456'])
    expect(found.map(object => object?.oid)).toEqual([commit, commit, commit, build.blob('only'), undefined])
  })

  it('answers undefined for an ambiguous one, unless only one is a commit and that is wanted', async () => {
    const {objects, build, settle} = await make()
    const commit = build.commit({files: {a: 'x'}})
    build.setRef('refs/heads/main', commit)
    const prefix = commit.slice(0, 4)
    const blob = blobStarting(prefix)
    build.setRef('refs/tags/blob', build.blob(blob))
    settle()
    const found = await objects.find([prefix, `${prefix}^{commit}`, `${prefix}:a`])
    expect(found.map(object => object?.oid)).toEqual([undefined, commit, build.blob('x')])
  })
}

/** Some text whose blob id begins with `prefix` (four digits: 65,536 tries on average). */
function blobStarting(prefix: string): string {
  for (let i = 0; ; i++) if (blobOid(Buffer.from(`try ${i}`), 'sha1').startsWith(prefix)) return `try ${i}`
}

function blobsSuite(make: () => Promise<ObjectsFixture>): void {
  it('reads blobs in the order asked, repeats and empty ones too', async () => {
    const {objects, build, settle} = await make()
    const big = Buffer.alloc(1_200_000, 'big\n')
    const contents = ['one', '', big, 'line\n', 'one', Buffer.from([0, 1, 2, 10])]
    const files = Object.fromEntries(contents.map((bytes, i) => [`f${i}`, bytes]))
    build.setRef('refs/heads/main', build.commit({files}))
    settle()
    const oids = contents.map(build.blob)
    const read = await all(objects.blobs(oids))
    expect(read.map(({oid}) => oid)).toEqual(oids)
    expect(read.every(({type, bytes}, i) => type === 'blob' && Buffer.from(contents[i] as string).equals(bytes))).toBe(
      true,
    )
    expect(await all(objects.blobs([]))).toEqual([])
  })

  it('reads many', async () => {
    const {objects, build, settle} = await make()
    const contents = Array.from({length: 300}, (_, i) => `content ${i}\n`.repeat(i))
    build.setRef('refs/heads/main', build.commit({files: Object.fromEntries(contents.map((c, i) => [`f${i}`, c]))}))
    settle()
    const read = await all(objects.blobs(contents.map(build.blob)))
    expect(read.map(({bytes}) => Buffer.from(bytes).toString())).toEqual(contents)
  })

  it('throws DAMAGED_RECORD at one that is missing, after those before it', async () => {
    const {objects, build, settle} = await make()
    build.setRef('refs/heads/main', build.commit({files: {a: 'A', b: 'B'}}))
    settle()
    const seen: string[] = []
    const reading = (async () => {
      for await (const {bytes} of objects.blobs([build.blob('A'), MISSING, build.blob('B')]))
        seen.push(`${Buffer.from(bytes)}`)
    })()
    await expect(reading).rejects.toMatchObject({code: 'DAMAGED_RECORD', data: {oid: MISSING}})
    expect(seen).toEqual(['A'])
  })

  it('may be left half-way', async () => {
    const {objects, build, settle} = await make()
    build.setRef('refs/heads/main', build.commit({files: {a: 'A', b: 'B'}}))
    settle()
    for await (const {oid} of objects.blobs([build.blob('A'), build.blob('B')])) {
      expect(oid).toBe(build.blob('A'))
      break
    }
  })
}

function filesSuite(make: () => Promise<ObjectsFixture>): void {
  it('lists files depth first in git’s order, with modes', async () => {
    const {objects, build, settle} = await make()
    const gitlink = build.commit({files: {x: 'x'}})
    const files = {
      'a.b': '1',
      'a/z': '2',
      a0: '3',
      'a-b': '4',
      'a/b/c': '5',
      'ü/ö': '6',
      '\u{1f600}': '7',
      '\uffee': '8',
      'q"uote\'s': '9',
      exec: {mode: '100755', text: '#!'},
      link: {mode: '120000', text: 'a0'},
      sub: {mode: '160000', oid: gitlink},
    } as const
    const commit = build.commit({files})
    build.setRef('refs/heads/main', commit)
    settle()
    const listed = await objects.files(commit)
    expect(listed.map(({path}) => path)).toEqual([
      'a-b',
      'a.b',
      'a/b/c',
      'a/z',
      'a0',
      'exec',
      'link',
      'q"uote\'s',
      'sub',
      'ü/ö',
      '\uffee',
      '\u{1f600}',
    ])
    const byPath = new Map(listed.map(entry => [entry.path, entry]))
    const entry = (path: string, mode: TreeEntry['mode'], oid: Oid) =>
      expect(byPath.get(path)).toEqual({path, mode, oid})
    entry('exec', '100755', build.blob('#!'))
    entry('link', '120000', build.blob('a0'))
    entry('sub', '160000', gitlink)
    entry('a/b/c', '100644', build.blob('5'))
  })

  it('lists one folder; nothing where it is absent, or a file', async () => {
    const {objects, build, settle} = await make()
    const files = {'runs/1/run.yaml': '1', 'runs/1/x/y': '2', 'runs/10/run.yaml': '3', '*/star': '4', f: '5'}
    const commit = build.commit({files})
    build.setRef('refs/heads/main', commit)
    settle()
    const paths = async (treeish: Oid, folder: string) => (await objects.files(treeish, folder)).map(({path}) => path)
    expect(await paths(commit, 'runs/1')).toEqual(['runs/1/run.yaml', 'runs/1/x/y'])
    expect(await paths(build.tree(files), 'runs')).toEqual(['runs/1/run.yaml', 'runs/1/x/y', 'runs/10/run.yaml'])
    expect(await paths(commit, '*')).toEqual(['*/star'])
    expect(await paths(commit, 'runs/2')).toEqual([])
    expect(await paths(commit, 'f')).toEqual([])
    expect(await paths(commit, 'f/x')).toEqual([])
    const several = await objects.files(commit, 'runs/10', 'runs/2', 'runs/1/x', '*')
    expect(several.map(({path}) => path)).toEqual(['*/star', 'runs/1/x/y', 'runs/10/run.yaml'])
    expect(await objects.files(build.tree({}))).toEqual([])
  })
}

function changesSuite(make: () => Promise<ObjectsFixture>): void {
  it('tells additions, changes and removals', async () => {
    const {objects, build, settle} = await make()
    const before = build.commit({files: {same: 's', edit: '1', gone: 'g', 'd/same': 's', 'd/ü': '1', 'e/only': 'e'}})
    const after = build.commit({
      files: {same: 's', edit: '2', 'd/same': 's', 'd/ü': '2', 'new/x': 'n', '"q"': 'q'},
      parents: [before],
    })
    build.setRef('refs/heads/main', after)
    settle()
    const blob = build.blob
    const expected = [
      {path: '"q"', after: blob('q')},
      {path: 'd/ü', before: blob('1'), after: blob('2')},
      {path: 'e/only', before: blob('e')},
      {path: 'edit', before: blob('1'), after: blob('2')},
      {path: 'gone', before: blob('g')},
      {path: 'new/x', after: blob('n')},
    ]
    expect(await objects.changes(before, after)).toEqual(expected)
    expect(await objects.changes(before, after, 'd')).toEqual(expected.slice(1, 2))
    expect(await objects.changes(before, after, 'new')).toEqual(expected.slice(5))
    expect(await objects.changes(before, after, 'nope')).toEqual([])
    expect(await objects.changes(after, after)).toEqual([])
  })

  it('tells what differs within many pairs of trees at once', async () => {
    const {objects, build, settle} = await make()
    const files = [{a: '1', 'd/ü': 'u'}, {a: '2', 'd/ü': 'u', '\nodd': 'o'}, {}]
    const [one, two, none] = files.map(each => build.tree(each)) as [Oid, Oid, Oid]
    for (const each of files) build.commit({files: each})
    build.setRef('refs/heads/main', build.commit({files: {'x/one': '1', ...files[1], 'x/two': '2'}}))
    settle()
    expect(await objects.changesBetween([])).toEqual([])
    expect(
      await objects.changesBetween([
        [one, two],
        [one, one],
        [none, one],
        [two, none],
      ]),
    ).toEqual([
      [
        {path: '\nodd', after: build.blob('o')},
        {path: 'a', before: build.blob('1'), after: build.blob('2')},
      ],
      [],
      [
        {path: 'a', after: build.blob('1')},
        {path: 'd/ü', after: build.blob('u')},
      ],
      [
        {path: '\nodd', before: build.blob('o')},
        {path: 'a', before: build.blob('2')},
        {path: 'd/ü', before: build.blob('u')},
      ],
    ])
  })

  it('takes a rename for a removal and an addition, and compares trees as well as commits', async () => {
    const {objects, build, settle} = await make()
    const before = build.commit({files: {'runs/a': 'the same content, long enough to look like a rename\n'}})
    const files = {'runs/b': 'the same content, long enough to look like a rename\n'}
    const after = build.commit({files, parents: [before]})
    build.setRef('refs/heads/main', after)
    settle()
    const oid = build.blob(files['runs/b'])
    expect(await objects.changes(before, build.tree(files))).toEqual([
      {path: 'runs/a', before: oid},
      {path: 'runs/b', after: oid},
    ])
    expect(await objects.changes(build.tree({}), after)).toEqual([{path: 'runs/b', after: oid}])
  })

  it('tells a change of mode, and of a file into a folder', async () => {
    const {objects, build, settle} = await make()
    const before = build.commit({files: {tool: 'x', thing: 't', 'thing-b': 'b'}})
    const after = build.commit({
      files: {tool: {mode: '100755', text: 'x'}, 'thing/in': 'i', 'thing-b': 'c'},
      parents: [before],
    })
    build.setRef('refs/heads/main', after)
    settle()
    const blob = build.blob
    expect(await objects.changes(before, after)).toEqual([
      {path: 'thing', before: blob('t')},
      {path: 'thing-b', before: blob('b'), after: blob('c')},
      {path: 'thing/in', after: blob('i')},
      {path: 'tool', before: blob('x'), after: blob('x'), modes: {before: '100644', after: '100755'}},
    ])
  })

  it('tells links and submodules by their modes', async () => {
    const {objects, build, settle} = await make()
    const [one, two] = ['1'.repeat(40), '2'.repeat(40)] as Oid[]
    const before = build.commit({files: {link: {mode: '120000', text: 'a'}, lib: {mode: '160000', oid: one!}}})
    const after = build.commit({
      files: {link: 'a', lib: {mode: '160000', oid: two!}, more: {mode: '160000', oid: one!}},
      parents: [before],
    })
    build.setRef('refs/heads/main', after)
    settle()
    expect(await objects.changes(before, after)).toEqual([
      {path: 'lib', before: one, after: two, modes: {before: '160000', after: '160000'}},
      {path: 'link', before: build.blob('a'), after: build.blob('a'), modes: {before: '120000', after: '100644'}},
      {path: 'more', after: one, modes: {after: '160000'}},
    ])
  })
}

function historySuite(make: () => Promise<ObjectsFixture>): void {
  it('lists commits newest first, whole, as they were written', async () => {
    const {objects, build, settle} = await make()
    const message = '# subject  \n\n\nbody with trailing space \n-- \nExp-Run: x\n\n\n'
    const root = build.commit({files: {a: '1'}, author: at(1_700_000_000), message})
    const author = 'Zoë "Z" O’Neil <zoe+x@example.com> 1700000100 -0330'
    const tip = build.commit({
      files: {a: '2'},
      parents: [root],
      author,
      committer: at(1_700_000_200, '+0545'),
      message: 'no newline',
    })
    build.setRef('refs/heads/main', tip)
    settle()
    const ada = {name: 'Ada', email: 'ada@example.com'}
    const expected: Commit[] = [
      {
        oid: tip,
        tree: build.tree({a: '2'}),
        parents: [root],
        author: {name: 'Zoë "Z" O’Neil', email: 'zoe+x@example.com', time: 1_700_000_100, zone: '-0330'},
        committer: {...ada, time: 1_700_000_200, zone: '+0545'},
        message: 'no newline',
      },
      {
        oid: root,
        tree: build.tree({a: '1'}),
        parents: [],
        author: {...ada, time: 1_700_000_000, zone: '+0000'},
        committer: {...ada, time: 1_700_000_000, zone: '+0000'},
        message,
      },
    ]
    expect(await objects.history(tip)).toEqual(expected)
    expect(await objects.history(root)).toEqual(expected.slice(1))
  })

  it('keeps to a path, a limit and a skip', async () => {
    const {objects, build, settle} = await make()
    const states: Record<string, string>[] = [
      {'runs/a': '1'},
      {'runs/a': '1', other: 'x'},
      {'runs/a': '2', other: 'x'},
      {other: 'x'},
      {other: 'y'},
      {'runs/a': '2', 'runs/b': '1', other: 'y'},
    ]
    const oids: Oid[] = []
    for (const [i, files] of states.entries()) {
      oids.push(build.commit({files, parents: oids.slice(-1), author: at(1_700_000_000 + i)}))
    }
    const tip = oids.at(-1)!
    build.setRef('refs/heads/main', tip)
    settle()
    const numbers = async (options: Parameters<GitObjects['history']>[1]) =>
      (await objects.history(tip, options)).map(({oid}) => oids.indexOf(oid))
    expect(await numbers({})).toEqual([5, 4, 3, 2, 1, 0])
    expect(await numbers({limit: 2})).toEqual([5, 4])
    expect(await numbers({limit: 2, skip: 3})).toEqual([2, 1])
    expect(await numbers({limit: 0})).toEqual([])
    expect(await numbers({skip: 9})).toEqual([])
    expect(await numbers({path: 'runs/a'})).toEqual([5, 3, 2, 0])
    expect(await numbers({path: 'runs'})).toEqual([5, 3, 2, 0])
    expect(await numbers({path: 'other'})).toEqual([4, 1])
    expect(await numbers({path: 'runs/a', limit: 1})).toEqual([5])
    expect(await numbers({path: 'runs/a', limit: 2, skip: 1})).toEqual([3, 2])
    expect(await numbers({path: 'runs/*'})).toEqual([])
    expect(await numbers({path: 'nope'})).toEqual([])
  })
}

function mergeSuite(make: () => Promise<ObjectsFixture>): void {
  it('follows a merge by time, each commit once; by path only the side that has it', async () => {
    const {objects, build, settle} = await make()
    const commit = (time: number, files: Record<string, string>, ...parents: Oid[]) =>
      build.commit({files, parents, author: at(1_700_000_000 + time)})
    const root = commit(0, {a: '1'})
    const ours = commit(1, {a: '1', b: '1'}, root)
    const theirs = commit(2, {a: '1', c: '1'}, root)
    const ours2 = commit(3, {a: '1', b: '2'}, ours)
    const merge = commit(4, {a: '1', b: '2', c: '1'}, ours2, theirs)
    const evil = commit(5, {a: '1', b: '3', c: '2'}, merge, theirs)
    build.setRef('refs/heads/main', evil)
    settle()
    const oids = async (path?: string) =>
      (await objects.history(evil, path === undefined ? {} : {path})).map(({oid}) => oid)
    expect(await oids()).toEqual([evil, merge, ours2, theirs, ours, root])
    expect(await oids('a')).toEqual([root])
    expect(await oids('b')).toEqual([evil, ours2, ours])
    expect(await oids('c')).toEqual([evil, theirs])
  })

  it('leaves out what another commit reaches', async () => {
    const {objects, build, settle} = await make()
    const commit = (time: number, ...parents: Oid[]) =>
      build.commit({files: {a: String(time)}, parents, author: at(1_700_000_000 + time)})
    const root = commit(0)
    const ours = commit(1, root)
    const theirs = commit(2, root)
    // Committed before its parent, as on a machine whose clock is wrong.
    const early = commit(-5, theirs)
    const merge = commit(4, ours, early)
    build.setRef('refs/heads/main', merge)
    settle()
    const oids = async (from: Oid, without: Oid, limit?: number) =>
      (await objects.history(from, {without, ...(limit !== undefined && {limit})})).map(({oid}) => oid)
    expect(await oids(merge, ours)).toEqual([merge, early, theirs])
    expect(await oids(merge, ours, 2)).toEqual([merge, early])
    expect(await oids(merge, early)).toEqual([merge, ours])
    expect(await oids(ours, theirs)).toEqual([ours])
    expect(await oids(theirs, merge)).toEqual([])
    expect(await oids(merge, merge)).toEqual([])
  })
}

const label = (cases: readonly [string, Oid][], found: readonly (GitObject | undefined)[]) =>
  cases.map(([name], i) => [name, found[i]?.oid])

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
