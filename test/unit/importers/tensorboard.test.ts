import {maskedCrc32c} from '../../../src/importers/tensorboard/crc32c'
import {byMetric, byPoint, problemOf, saidBy, sample} from '../../support/importing'

const file = (folder: string) => `runs/${folder}/events.out.tfevents.1795410579.host.0`
const main = sample('tensorboard/events.out.tfevents.1795410579.host.0')

test('scalars of both versions, with their time; texts are none', async () => {
  const said = await saidBy(file('now'), main)
  expect(byPoint(said)).toEqual({
    'loss/train@0': 1,
    'loss/train@1': 0.5,
    'loss/train@2': Math.fround(1 / 3),
    'f1@2': Math.fround(0.7),
  })
  expect(said.points![0]!.time).toBe(1795410579435)
  expect(said.notes).toBeUndefined()
})

test('tensors of every type of number; what is more than one is no scalar', async () => {
  const bytes = sample('tensorboard/v2/events.out.tfevents.1500000000.host.0')
  expect(byPoint(await saidBy(file('logs'), bytes))).toEqual({
    'f32@1': 0.25,
    'f64@2': 0.125,
    'i64@3': -7,
    'fv@4': 0.5,
    'dv@5': 0.75,
    'iv@6': -9,
    'i32v@6': 300,
  })
  expect((await saidBy(file('validation'), bytes)).points![0]!.split).toBe('validation')
})

test('hyperparameters, and the values beside them', async () => {
  const said = await saidBy(
    file('1795410579.4482262'),
    sample('tensorboard/hparams/events.out.tfevents.1795410579.host.1'),
  )
  expect(said.params).toEqual({lr: 0.1, bs: 8, opt: 'adam', x: 1})
  expect(byMetric(said)).toEqual({'hparam/f1': Math.fround(0.9)})
  expect(said.points).toBeUndefined()
})

test.each([
  ['multi_a', 'multi/a'],
  ['multi/b', 'multi/b'],
  ['other', 'multi'],
])('a curve in the folder %s is %s', async (folder, metric) => {
  const said = await saidBy(file(folder), sample('tensorboard/multi_a/events.out.tfevents.1795410579.host.1'))
  expect(said.points!.map(point => point.metric)).toEqual([metric])
})

test('a run that is called train is no split where tags have their own', async () => {
  expect((await saidBy(file('train'), main)).points![0]).toMatchObject({split: 'train', metric: 'loss/train'})
  const own = Buffer.from(main.toString('latin1').replaceAll('loss/train', 'val/losses'), 'latin1')
  for (let at = 88; at < 228; ) at = withChecksum(own, at)
  const [point] = (await saidBy(file('train'), own)).points!
  expect(point).toMatchObject({metric: 'val/losses'})
  expect(point!.split).toBeUndefined()
})

/** Mends the record that begins there; where the next one begins. */
function withChecksum(bytes: Buffer, at: number): number {
  const end = at + 12 + bytes.readUInt32LE(at)
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(at + 12, end)), end)
  return end + 4
}

test('known by what is in it', async () => {
  expect((await saidBy('log', main)).source).toBe('tensorboard')
})

test('a tail that is not there yet is normal', async () => {
  for (let size = 88; size < main.length; size++) {
    const said = await saidBy(file('now'), main.subarray(0, size))
    expect(said.notes).toBeUndefined()
    expect((said.points ?? []).length).toBeLessThanOrEqual(4)
  }
  expect(await problemOf(file('now'), main.subarray(0, 50))).toBe('has no event of TensorBoard at its beginning')
})

test('behind damage nothing is trusted', async () => {
  const damaged = Buffer.from(main)
  damaged[160]! ^= 1
  const said = await saidBy(file('now'), damaged)
  expect(byPoint(said)).toEqual({'loss/train@0': 1})
  expect(said.notes).toEqual([expect.stringMatching(/^is damaged at byte \d+: what follows is left out$/)])
})

test('the checksum is Castagnoli’s', () => {
  const crc = 0xe3069283
  expect(maskedCrc32c(Buffer.from('123456789'))).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0)
})
