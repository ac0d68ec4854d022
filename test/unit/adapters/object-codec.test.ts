import {decodeCommit, decodeTree, encodeTree, objectOid, tagTarget} from '../../../src/adapters/git/object-codec'
import type {Oid} from '../../../src/model/ids'
import {git, gitWith, tempFolder} from '../../support/git'

const oid = 'ab'.repeat(20) as Oid
const commit = (headers: string, message: Buffer | string = 'm\n') =>
  Buffer.concat([Buffer.from(`tree ${oid}\n${headers}\n\n`), Buffer.from(message as string)])
const who = 'Ada <ada@example.com> 1700000000 +0100'

it('gives the ids that git and isomorphic-git give', async () => {
  const {hashBlob} = await import('isomorphic-git')
  const cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  for (const bytes of [Buffer.alloc(0), Buffer.from('hello\n'), Buffer.from([0, 255, 10])]) {
    expect(objectOid('blob', bytes)).toBe((await hashBlob({object: bytes})).oid)
    expect(objectOid('blob', bytes)).toBe(gitWith({cwd, input: bytes}, 'hash-object', '--stdin'))
  }
  expect(objectOid('tree', encodeTree([]))).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904')
})

it('sorts a tree as git does, and reads it back', () => {
  const names = ['b', 'a', 'a.c', 'a-c', '\u{1f600}', '\uffee']
  const lines = [
    ...names.map(name => ({name, mode: '100644', oid}) as const),
    {name: 'a', mode: '040000', oid} as const,
  ]
  const sorted = decodeTree(encodeTree(lines)).map(({name, mode}) => (mode === '040000' ? `${name}/` : name))
  expect(sorted).toEqual(['a', 'a-c', 'a.c', 'a/', 'b', '\uffee', '\u{1f600}'])
})

it('reads the modes of old trees as one of five', () => {
  const line = (mode: string) => Buffer.concat([Buffer.from(`${mode} x\0`), Buffer.from(oid, 'hex')])
  const modes = ['100664', '100775', '40000', '040000', '120000', '160000'].map(mode => decodeTree(line(mode))[0]?.mode)
  expect(modes).toEqual(['100644', '100755', '040000', '040000', '120000', '160000'])
})

it('says when a tree is cut short', () => {
  const whole = encodeTree([{name: 'x', mode: '100644', oid}])
  for (const length of [3, 8, whole.length - 1]) expect(() => decodeTree(whole.subarray(0, length))).toThrow(RangeError)
})

it('takes neither signatures nor unknown headers for parents, and keeps the message', () => {
  const headers = `parent ${oid}\nauthor ${who}\ncommitter ${who}\ngpgsig -----BEGIN\n parent x\n author y\n -----END\nfancy yes`
  const read = decodeCommit(oid, commit(headers, 'subject\r\n\n\nbody  '))
  expect(read).toMatchObject({
    tree: oid,
    parents: [oid],
    author: {name: 'Ada', zone: '+0100'},
    message: 'subject\r\n\n\nbody  ',
  })
})

it('reads the encoding that a commit names', () => {
  const headers = `author ${who}\ncommitter ${who}\nencoding ISO-8859-1`
  expect(decodeCommit(oid, commit(headers, Buffer.from([0xe9, 10]))).message).toBe('é\n')
  const unknown = `author ${who}\ncommitter ${who}\nencoding klingon`
  expect(decodeCommit(oid, commit(unknown)).message).toBe('m\n')
})

it('survives damaged headers', () => {
  const read = decodeCommit(oid, Buffer.from('nonsense'))
  expect(read).toMatchObject({parents: [], message: '', author: {name: '', email: '', time: 0, zone: '+0000'}})
  expect(tagTarget(Buffer.from('nonsense'))).toBeUndefined()
})
