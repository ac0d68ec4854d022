import {problemOf, saidBy, sample} from '../../support/importing'
import {argumentsOf, pickleOf, text, zipOf} from '../../support/pickles'

const inZip = (pickle: Uint8Array) => zipOf('training_args/data.pkl', pickle)
const params = async (fields: string) => (await saidBy('training_args.bin', inZip(argumentsOf(fields)))).params
const problem = (opcodes: string) => problemOf('training_args.bin', inZip(pickleOf(opcodes)))

test('the sample', async () => {
  const said = await saidBy('out/training_args.bin', sample('hf_trainer/training_args.bin'))
  expect(said.params).toMatchObject({
    learning_rate: 5e-5,
    max_steps: -1,
    save_steps: 500,
    lr_scheduler_type: 'linear',
    optim: 'adamw_torch_fused',
    eval_strategy: 'epoch',
    bf16: false,
    tf32: null,
    report_to: [],
    seed: 13,
    accelerator_config: {even_batches: true, split_batches: false},
  })
  const names = Object.keys(said.params!)
  expect(names.length).toBeGreaterThan(100)
  for (const gone of ['hub_token', 'push_to_hub_token', 'distributed_state', '_n_gpu'])
    expect(names).not.toContain(gone)
})

test('known by what is in it', async () => {
  expect((await saidBy('args.bin', sample('hf_trainer/training_args.bin'))).source).toBe('hf-training-args')
})

test('numbers of every kind', async () => {
  const [long, negative] = ['\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01', '\x8a\x01\xff']
  expect(await params(`${text('big')}${long}${text('neg')}${negative}${text('half')}G?\xe0\0\0\0\0\0\0`)).toEqual({
    big: 2n ** 64n,
    neg: -1,
    half: 0.5,
  })
})

test('members of enumerations, paths, dtypes and things made of nothing', async () => {
  expect(
    await params(
      [
        `${text('kind')}cmodule\nKind\n${text('fast')}\x85R`,
        `${text('path')}cpathlib\nPosixPath\n(${text('/')}${text('a')}${text('b')}tR`,
        `${text('dtype')}ctorch\nfloat32\n`,
        `${text('thing')}cmodule\nThing\n)R`,
        `${text('by_name')}cbuiltins\ngetattr\ncmodule\nKind\n${text('FAST')}\x86R`,
        `${text('ordered')}ccollections\nOrderedDict\n)R(${text('a')}K\x01u`,
      ].join(''),
    ),
  ).toEqual({
    kind: 'fast',
    path: '/a/b',
    dtype: 'torch.float32',
    thing: 'module.Thing',
    by_name: 'FAST',
    ordered: {a: 1},
  })
})

test('what would run a program is read as its name', async () => {
  const hostile = `${text('x')}cposix\nsystem\n${text('touch pwned')}\x85R`
  expect(await params(hostile)).toEqual({x: 'touch pwned'})
  expect(await problem(`\x80\x02cposix\nsystem\n${text('true')}\x85R.`)).toBe('holds no training arguments')
})

test('keys that would reach a prototype are left out', async () => {
  const said = await params(`${text('__proto__')}}(${text('polluted')}K\x01u${text('ok')}K\x02`)
  expect(said).toEqual({ok: 2})
  expect(({} as {polluted?: number}).polluted).toBeUndefined()
})

test('before torch 1.6 it was no zip', async () => {
  const before = pickleOf('\x80\x02\x8a\x01\x05.\x80\x02M\xe9\x03.\x80\x02}.')
  const bytes = Buffer.concat([before, argumentsOf(`${text('lr')}K\x03`)])
  expect((await saidBy('training_args.bin', bytes)).params).toEqual({lr: 3})
})

test('a deflated member', async () => {
  const bytes = zipOf('a/data.pkl', argumentsOf(`${text('lr')}K\x03`), {deflate: true})
  expect((await saidBy('training_args.bin', bytes)).params).toEqual({lr: 3})
})

describe('hostile', () => {
  test.each([
    ['an opcode that is none', '\x80\x02\xff.', 'has the pickle opcode 0xff at 2'],
    ['a registered extension', '\x82\x01.', 'has the pickle opcode 0x82 at 0'],
    ['an empty stack', '.', 'takes from an empty stack'],
    ['a mark that is not there', 't.', 'has no mark where it needs one'],
    ['a memo that is not there', 'h\x07.', 'recalls what it never kept (7)'],
    ['a text longer than the file', 'X\xff\xff\xff\x7fab', 'ends too early'],
    ['a line that never ends', 'cabc', 'ends too early'],
    ['an odd number of items', '}(K\x01u.', 'sets a key without a value'],
    ['a list that is none', 'K\x01K\x02a.', 'appends to what is no list'],
    ['a scalar', 'K\x01.', 'holds no object'],
  ])('%s', async (_, opcodes, reason) => {
    expect(await problem(opcodes)).toBe(reason)
  })

  test('deep, wide and circular', async () => {
    expect(await problem(`cm\nC\n)\x81${']'.repeat(99)}${'a'.repeat(98)}\x85b.`)).toBe('holds no training arguments')
    const deep = argumentsOf(`${text('x')}${']'.repeat(99)}${'a'.repeat(98)}`)
    expect(await problemOf('training_args.bin', inZip(deep))).toBe('is nested more than 32 levels deep')
    const doubling = `]q\x01${Array.from({length: 20}, () => `0](h\x01h\x01eq\x01`).join('')}`
    const wide = argumentsOf(`${text('x')}${doubling}`)
    expect(await problemOf('training_args.bin', inZip(wide))).toBe('stands for more than 20000 values')
    const circle = argumentsOf(`${text('x')}]q\x01h\x01a`)
    expect(await problemOf('training_args.bin', inZip(circle))).toBe('is nested more than 32 levels deep')
    expect(await problem('N'.repeat(600_000))).toBe('has more than 500000 pickle operations')
  })

  test('bombs and broken zips', async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024)
    const name = 'a/data.pkl'
    expect(await problemOf('training_args.bin', zipOf(name, bomb, {deflate: true}))).toMatch(
      /^has a member of 67108864/,
    )
    expect(await problemOf('training_args.bin', zipOf(name, bomb, {deflate: true, size: 10}))).toBe(
      'has a member that does not unpack, or to too much',
    )
    expect(await problemOf('training_args.bin', zipOf('other', pickleOf('N.')))).toBe(
      'is a zip without the member it should have',
    )
    const whole = sample('hf_trainer/training_args.bin')
    expect(await problemOf('training_args.bin', whole.subarray(0, 3000))).toBe('is a zip that is cut off')
    expect(await problemOf('training_args.bin', whole.subarray(100))).toBeDefined()
    expect(await problemOf('training_args.bin', Buffer.alloc(5 * 1024 * 1024))).toBe('is 5.0 MB, of at most 4.0 MB')
  })
})
