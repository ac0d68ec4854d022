import type {Oid} from '../../src/model/ids'
import type {GitObjects, Signature} from '../../src/ports/git-objects'
import type {GitWriter, NewCommit, WritePlan, WriteResult} from '../../src/ports/git-writer'
import type {Builder} from '../support/builder'

export interface WriterFixture {
  readonly writer: GitWriter
  readonly objects: GitObjects
  readonly build: Builder
  /** Every ref by its full name. */
  refs(): ReadonlyMap<string, Oid>
  /** Throws where the repository is damaged (`git fsck --strict`). */
  check(): void
}

export const LEDGER = 'refs/heads/exp-ledger'
export const CHAIN = 'refs/exp/code'
const PIN = 'refs/exp/pins/0123456789ab'

const ada: Signature = {name: 'Ada Example', email: 'ada@example.com', time: 1_795_442_700, zone: '+0100'}
const bob: Signature = {name: 'Bob', email: 'bob@example.com', time: 1_795_442_800, zone: '-0330'}

/** A commit of text files. */
export function newCommit(files: Record<string, string | Uint8Array>, more: Partial<NewCommit> = {}): NewCommit {
  const puts = Object.entries(files).map(([path, content]) => ({path, bytes: Buffer.from(content as string)}))
  return {message: 'record: x\n', author: ada, committer: bob, puts, ...more}
}

export function describeGitWriter(name: string, make: () => Promise<WriterFixture>): void {
  describe(`${name} writes commits`, () => {
    let it_: WriterFixture
    beforeEach(async () => {
      it_ = await make()
    })
    afterEach(() => {
      expect([...it_.refs().keys()].filter(ref => ref.includes('/tmp/'))).toEqual([])
      it_.check()
    })
    const fixture = () => it_
    commitSuite(fixture)
    raceSuite(fixture)
    chainSuite(fixture)
    pathSuite(fixture)
    textSuite(fixture)
  })
}

/** The result of a plan that must succeed. */
async function moved(fixture: WriterFixture, plan: WritePlan): Promise<WriteResult & {kind: 'moved'}> {
  const result = await fixture.writer.write(plan)
  if (result.kind !== 'moved') throw new Error(JSON.stringify(result))
  return result
}

async function contents({objects}: WriterFixture, treeish: Oid): Promise<Record<string, string>> {
  const files = await objects.files(treeish)
  const found: Record<string, string> = {}
  let i = 0
  for await (const {bytes} of objects.blobs(files.map(({oid}) => oid)))
    found[files[i++]!.path] = `${Buffer.from(bytes)}`
  return found
}

function commitSuite(fixture: () => WriterFixture): void {
  it('makes the first commit of a ledger that is not there yet', async () => {
    const {objects, refs} = fixture()
    const {commits} = await moved(fixture(), {
      ref: LEDGER,
      base: undefined,
      commits: [newCommit({'runs/a/run.yaml': 'A\n'})],
    })
    expect(commits).toHaveLength(1)
    expect(refs().get(LEDGER)).toBe(commits[0])
    const [commit] = await objects.history(commits[0]!)
    expect(commit).toMatchObject({oid: commits[0], parents: [], author: ada, committer: bob, message: 'record: x\n'})
    expect(await contents(fixture(), commits[0]!)).toEqual({'runs/a/run.yaml': 'A\n'})
  })

  it('makes several in order on what is there, keeping the rest', async () => {
    const {objects, refs} = fixture()
    const first = await moved(fixture(), {
      ref: LEDGER,
      base: undefined,
      commits: [newCommit({'ledger.yaml': 'format: 1\n'})],
    })
    const base = first.commits[0]!
    const plans = ['1', '2', '3'].map(n => newCommit({[`runs/${n}/run.yaml`]: n}, {message: `record: ${n}\n`}))
    const {commits} = await moved(fixture(), {ref: LEDGER, base, commits: plans})
    expect(refs().get(LEDGER)).toBe(commits[2])
    const history = await objects.history(commits[2]!)
    expect(history.map(({oid, message}) => [oid, message])).toEqual([
      [commits[2], 'record: 3\n'],
      [commits[1], 'record: 2\n'],
      [commits[0], 'record: 1\n'],
      [base, 'record: x\n'],
    ])
    expect(await contents(fixture(), commits[1]!)).toEqual({
      'ledger.yaml': 'format: 1\n',
      'runs/1/run.yaml': '1',
      'runs/2/run.yaml': '2',
    })
  })

  it('replaces and removes files, and folders that are left empty', async () => {
    const first = await moved(fixture(), {
      ref: LEDGER,
      base: undefined,
      commits: [newCommit({'a/b/c': '1', 'd e': '2', f: '3'})],
    })
    const change = newCommit({f: '4'}, {removes: ['a/b/c', 'd e', 'not/there']})
    const {commits} = await moved(fixture(), {ref: LEDGER, base: first.commits[0], commits: [change]})
    expect(await contents(fixture(), commits[0]!)).toEqual({f: '4'})
    const {commits: last} = await moved(fixture(), {
      ref: LEDGER,
      base: commits[0],
      commits: [newCommit({}, {removes: ['f']})],
    })
    expect(await fixture().objects.files(last[0]!)).toEqual([])
  })

  it('joins two histories, by the ids of the files that come over', async () => {
    const {writer, objects, build} = fixture()
    const base = (await moved(fixture(), {ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})]})).commits[0]!
    const ours = (await moved(fixture(), {ref: LEDGER, base, commits: [newCommit({b: '2'})]})).commits[0]!
    const theirs = build.commit({files: {a: '1', 'c d/ü': '3'}, parents: [base]})
    const oid = build.blob('3')
    const join = newCommit({}, {puts: [{path: 'c d/ü', oid}], merges: [theirs], removes: ['a']})
    const {commits} = await moved(fixture(), {ref: LEDGER, base: ours, commits: [join]})
    expect(await contents(fixture(), commits[0]!)).toEqual({b: '2', 'c d/ü': '3'})
    const [top] = await objects.history(commits[0]!, {limit: 1})
    expect(top!.parents).toEqual([ours, theirs])
    expect((await writer.write({ref: LEDGER, base: ours, commits: [join]})).kind).toBe('raced')
    await writer.release()
  })

  it('moves refs alone: on to what is there, each from where it must stand, all or none', async () => {
    const {writer, refs, build} = fixture()
    const [one, two] = [build.commit({files: {a: '1'}}), build.commit({files: {a: '2'}})] as [Oid, Oid]
    const backup = 'refs/exp/backup/x'
    const moves = (from: Oid | undefined) => [
      {ref: backup, from: undefined, to: one},
      {ref: LEDGER, from, to: two},
    ]
    const plan = (from: Oid | undefined) => ({ref: LEDGER, base: from, commits: [], moves: moves(from)})
    build.setRef(LEDGER, one)
    expect((await writer.write(plan(two))).kind).toBe('raced')
    expect((await writer.write(plan(undefined))).kind).toBe('raced')
    expect(refs().has(backup)).toBe(false)
    expect(await writer.write(plan(one))).toEqual({kind: 'moved', commits: []})
    expect([refs().get(LEDGER), refs().get(backup)]).toEqual([two, one])
  })

  it('gives equal plans equal ids, true to git', async () => {
    const commits = [newCommit({'a b/ü': 'x'}), newCommit({'a-b': 'y'})]
    const {commits: oids} = await moved(fixture(), {ref: LEDGER, base: undefined, commits})
    // From git fast-import 2.39.
    expect(oids).toEqual(KNOWN_OIDS)
    const again = await moved(fixture(), {ref: 'refs/heads/second', base: undefined, commits})
    expect(again.commits).toEqual(oids)
  })

  it('pins, wherever the ref stood', async () => {
    const {writer, build, refs} = fixture()
    const [one, two] = [build.commit({files: {a: '1'}}), build.commit({files: {a: '2'}})]
    await writer.pin(PIN, one)
    expect(refs().get(PIN)).toBe(one)
    await writer.pin(PIN, two)
    expect(refs().get(PIN)).toBe(two)
    writer.tidy()
  })
}

const KNOWN_OIDS = ['f15135240a95771b684634cc0cc6ec6cdfdde00e', 'f365362f05e69df1aeb8cd7e0b304b86ec92fba9']

function raceSuite(fixture: () => WriterFixture): void {
  const base = async () =>
    (await moved(fixture(), {ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})]})).commits[0]!
  const plan = (base: Oid | undefined): WritePlan => ({ref: LEDGER, base, commits: [newCommit({b: '2'})], drop: [PIN]})

  async function expectRaced(base: Oid | undefined): Promise<void> {
    const {writer, refs, build} = fixture()
    build.setRef(PIN, build.commit({files: {pinned: 'p'}}))
    const before = refs()
    expect(await writer.write(plan(base))).toEqual({kind: 'raced'})
    await writer.release()
    expect(refs()).toEqual(before)
  }

  it('moves nothing where the ref has moved', async () => {
    const first = await base()
    await moved(fixture(), {ref: LEDGER, base: first, commits: [newCommit({c: '3'})]})
    await expectRaced(first)
  })

  it('moves nothing where the ref was created meanwhile', async () => {
    await base()
    await expectRaced(undefined)
  })

  it('moves nothing where the ref was deleted meanwhile', async () => {
    const first = await base()
    fixture().build.setRef(LEDGER, undefined)
    await expectRaced(first)
  })

  it('lets exactly one of many win', async () => {
    const first = await base()
    const writes = Array.from({length: 6}, (_, i) =>
      fixture().writer.write({ref: LEDGER, base: first, commits: [newCommit({[`run-${i}`]: `${i}`})]}),
    )
    const results = await Promise.all(writes)
    const winners = results.filter(result => result.kind === 'moved')
    expect(winners).toHaveLength(1)
    expect(fixture().refs().get(LEDGER)).toBe(winners[0]?.commits[0])
    await fixture().writer.release()
    expect(results.filter(({kind}) => kind !== 'moved').every(({kind}) => kind === 'raced' || kind === 'locked')).toBe(
      true,
    )
  })
}

function chainSuite(fixture: () => WriterFixture): void {
  const codeCommits = (count: number) =>
    Array.from({length: count}, (_, i) => fixture().build.commit({files: {'train.py': `print(${i})\n`}}))
  const planned = (chainBase: Oid | undefined, base: Oid | undefined, add: readonly Oid[]): WritePlan => ({
    ref: LEDGER,
    base,
    commits: [newCommit({[`run-${add[0]}`]: 'r'})],
    chain: {ref: CHAIN, base: chainBase, add, committer: bob},
    drop: [PIN],
  })

  it('moves the chain with the ledger and drops pins', async () => {
    const {objects, refs, build} = fixture()
    const [one, two, three] = codeCommits(3) as [Oid, Oid, Oid]
    build.setRef(PIN, one)
    const first = await moved(fixture(), planned(undefined, undefined, [one, two]))
    expect(refs()).toEqual(
      new Map([
        [CHAIN, first.chain],
        [LEDGER, first.commits[0]],
      ]),
    )
    const second = await moved(fixture(), planned(first.chain, first.commits[0], [three]))
    const [tip, before] = await objects
      .history(second.chain!, {limit: 2})
      .then(async ([tip]) => [tip, ...(await objects.history(first.chain!, {limit: 1}))])
    expect(tip).toMatchObject({parents: [first.chain, three], committer: bob})
    expect(before).toMatchObject({parents: [one, two]})
    expect(await objects.files(second.chain!)).toEqual([])
    expect(refs().get(CHAIN)).toBe(second.chain)
  })

  it('moves neither where the chain has moved, nor where the ledger has', async () => {
    const {writer, refs, build} = fixture()
    const [one, two, three] = codeCommits(3) as [Oid, Oid, Oid]
    const first = await moved(fixture(), planned(undefined, undefined, [one]))
    const ledger = first.commits[0]!
    build.setRef(PIN, two)
    const before = refs()
    expect(await writer.write(planned(undefined, ledger, [two]))).toEqual({kind: 'raced'})
    expect(await writer.write(planned(three, ledger, [two]))).toEqual({kind: 'raced'})
    expect(await writer.write(planned(first.chain, undefined, [two]))).toEqual({kind: 'raced'})
    expect(await writer.write(planned(first.chain, three, [two]))).toEqual({kind: 'raced'})
    await writer.release()
    expect(refs()).toEqual(before)
  })

  it('can move the chain alone, and drop a pin that is gone', async () => {
    const {refs} = fixture()
    const [one] = codeCommits(1) as [Oid]
    const result = await moved(fixture(), {...planned(undefined, undefined, [one]), commits: []})
    expect(result.commits).toEqual([])
    expect(refs()).toEqual(new Map([[CHAIN, result.chain]]))
  })
}

function pathSuite(fixture: () => WriterFixture): void {
  const refused = ['', '/abs', 'a//b', 'a/', 'a\nD ledger.yaml', 'a\0b']
  it.each(refused.map(path => [JSON.stringify(path), path]))(
    'refuses the path %s and moves nothing',
    async (_, path) => {
      const {writer, refs} = fixture()
      const {commits} = await moved(fixture(), {
        ref: LEDGER,
        base: undefined,
        commits: [newCommit({'ledger.yaml': 'l'})],
      })
      const before = refs()
      const plan = {ref: LEDGER, base: commits[0], commits: [newCommit({good: 'g'}), newCommit({[path]: 'b'})]}
      expect(await writer.write(plan)).toMatchObject({kind: 'refused', reason: expect.any(String)})
      expect(refs()).toEqual(before)
    },
  )

  it('removes nothing else for a path that holds a newline', async () => {
    const {writer, refs} = fixture()
    const {commits} = await moved(fixture(), {ref: LEDGER, base: undefined, commits: [newCommit({'ledger.yaml': 'l'})]})
    await writer.write({ref: LEDGER, base: commits[0], commits: [newCommit({}, {removes: ['x\nD ledger.yaml']})]})
    expect(await contents(fixture(), refs().get(LEDGER)!)).toEqual({'ledger.yaml': 'l'})
  })

  const odd = [
    'with space/in it',
    ' leading and trailing ',
    '"quoted"',
    'it"s',
    "it's",
    '-dash',
    '--help',
    'ünï/日本/\u{1f600}',
    'tab\tand\x01\x7f',
    'back\\slash\\n',
    '*glob?[x]',
    ':(top)magic',
    'a=b,c;d|e&f$g`h',
    '#comment',
  ]
  it.each(odd.map(path => [JSON.stringify(path), path]))(
    'keeps the path %s as it is, and can remove it',
    async (_, path) => {
      const files = {[path]: 'odd', [`folder/${path}`]: 'below', plain: 'p'}
      const {commits} = await moved(fixture(), {ref: LEDGER, base: undefined, commits: [newCommit(files)]})
      expect(await contents(fixture(), commits[0]!)).toEqual(files)
      const removal = newCommit({}, {removes: [path, `folder/${path}`]})
      const {commits: after} = await moved(fixture(), {ref: LEDGER, base: commits[0], commits: [removal]})
      expect(await contents(fixture(), after[0]!)).toEqual({plain: 'p'})
    },
  )
}

function textSuite(fixture: () => WriterFixture): void {
  const write = async (commit: NewCommit) => {
    const {commits} = await moved(fixture(), {ref: LEDGER, base: undefined, commits: [commit]})
    return (await fixture().objects.history(commits[0]!))[0]!
  }

  const messages = [
    '# not a comment\n',
    'subject\n\nbody\n\n\n',
    'trailing spaces  \n  leading\n',
    'no newline at the end',
    'crlf\r\nline\r\n',
    '日本 \u{1f600} é e\u0301\n',
    'from refs/heads/main\ndata 3\nabc\ndone\n',
    '',
    'tab\tand \x01 control\n',
  ]
  it.each(messages.map(message => [JSON.stringify(message), message]))('keeps the message %s', async (_, message) => {
    expect((await write(newCommit({a: 'a'}, {message}))).message).toBe(message)
  })

  const names: [string, string][] = [
    ['Ada <script>', 'Ada script'],
    ['two\nlines', 'twolines'],
    [' "Dr. Ada", ', 'Dr. Ada'],
    ['Zoë 日本', 'Zoë 日本'],
    ["O'Neil", "O'Neil"],
    ['$(touch x) `id`', '$(touch x) `id`'],
  ]
  it.each(names)('writes the author %j as git would: %j', async (name, expected) => {
    const commit = await write(newCommit({a: 'a'}, {author: {...ada, name, email: `<${ada.email}>`}}))
    expect(commit.author).toEqual({...ada, name: expected})
  })

  it('keeps any bytes of a file', async () => {
    const files: Record<string, Uint8Array> = {
      empty: Buffer.alloc(0),
      newline: Buffer.from('\n'),
      'no-newline': Buffer.from('x'),
      crlf: Buffer.from('a\r\nb\r\n'),
      binary: Buffer.from(Array.from({length: 256}, (_, i) => i)),
      commands: Buffer.from('\ndone\ncommit refs/heads/evil\n'),
      big: Buffer.alloc(1024 * 1024, 'megabyte\n'),
    }
    const {tree} = await write(newCommit(files))
    const listed = await fixture().objects.files(tree)
    expect(listed.map(({path}) => path)).toEqual(Object.keys(files).sort())
    for (const {path, oid} of listed) expect(oid).toBe(fixture().build.blob(files[path]!))
    expect(fixture().refs().has('refs/heads/evil')).toBe(false)
  })
}
