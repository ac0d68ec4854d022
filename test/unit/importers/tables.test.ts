import {cells} from '../../../src/importers/bytes/table'
import {byPoint, problemOf, saidBy, sample} from '../../support/importing'

test('Lightning: sparse rows, splits by prefix', async () => {
  const said = await saidBy('version_0/metrics.csv', sample('lightning_csv/metrics.csv'))
  expect(byPoint(said)).toEqual({
    'train/loss_step@3': 0.6294599771499634,
    'train/loss_step@7': 0.8309319019317627,
    'train/loss_step@11': 0.6185117959976196,
    'train/loss_step@15': 0.8195053339004517,
    'train/loss_epoch@7': 0.7526612281799316,
    'train/loss_epoch@15': 0.7449988722801208,
    'val/f1@7': 0.5,
    'val/f1@15': 0.5,
    'val/loss@7': 0.7462486028671265,
    'val/loss@15': 0.738832950592041,
  })
  expect(said.points![0]).toEqual({split: 'train', metric: 'loss_step', value: 0.6294599771499634, step: 3, epoch: 0})
})

test('Lightning: each of several loaders is a split', async () => {
  const csv = 'epoch,step,val_loss/dataloader_idx_0,val_loss/dataloader_idx_1,acc\n0,1,2,3,4\n'
  expect(byPoint(await saidBy('metrics.csv', csv))).toEqual({
    'val_dataloader_idx_0/loss@1': 2,
    'val_dataloader_idx_1/loss@1': 3,
    'acc@1': 4,
  })
})

test('Keras: what has a val_ twin is of the training', async () => {
  const said = await saidBy('training.log', sample('keras/keras_log.csv'))
  expect(said.source).toBe('keras-csv')
  expect(byPoint(said)).toMatchObject({'train/loss@0': 0.8070255517959595, 'val/loss@2': 0.8033589720726013})
  expect(byPoint(await saidBy('log.csv', 'epoch;f1;val_loss\r\n1;0.5;2\r\n'))).toEqual({'f1@1': 0.5, 'val/loss@1': 2})
})

test('Keras: the history, with and without its frame', async () => {
  const whole = await saidBy('history.json', sample('keras/keras_history.json'))
  expect(byPoint(whole)).toEqual(byPoint(await saidBy('training.log', sample('keras/keras_log.csv'))))
  expect(whole.params).toEqual({verbose: 0, epochs: 3, steps: 1})
  const bare = await saidBy('keras_history.json', '{"loss": [3, NaN], "val_loss": [1, 2]}')
  expect(byPoint(bare)).toEqual({'train/loss@0': 3, 'train/loss@1': Number.NaN, 'val/loss@0': 1, 'val/loss@1': 2})
})

test('appended to by a second training: only that one', async () => {
  const csv = 'epoch,loss\n0,9\n1,8\n2,7\nepoch,loss\n0,5\n1,4\n'
  const said = await saidBy('training.log', csv)
  expect(byPoint(said)).toEqual({'loss@0': 5, 'loss@1': 4})
  expect(said.notes).toEqual(['said again from step 0 on, of which the later values are kept: loss'])
})

test('ultralytics: names padded with spaces, metrics are of the validation', async () => {
  const csv =
    '  epoch,  time, train/box_loss, metrics/mAP50-95(B), val/box_loss, lr/pg0\r\n 1, 3.2, 1.5, 0.25, 1.25, 0.01\r\n'
  const said = await saidBy('runs/detect/train/results.csv', csv)
  expect(said.source).toBe('ultralytics-csv')
  expect(byPoint(said)).toEqual({
    'train/box_loss@1': 1.5,
    'val/mAP50-95(B)@1': 0.25,
    'val/box_loss@1': 1.25,
    'lr/pg0@1': 0.01,
  })
})

test('a number that is cut off is no number', async () => {
  const said = await saidBy('metrics.csv', 'epoch,step,loss\n0,1,0.5\n0,2,0.83')
  expect(byPoint(said)).toEqual({'loss@1': 0.5})
  expect(said.notes).toEqual(['its last line is cut off, and left out'])
  expect(await problemOf('metrics.csv', 'epoch,step')).toBe('ends within its first line')
})

test('BOM, CRLF, quotes, nan, inf, junk and odd lines', async () => {
  const csv =
    '\ufeffepoch,step,"loss, mean",b\r\n0,1,nan,"0.5"\r\n0,2,-inf,NA\r\n0,3,1\r\n\r\n0,x,1,2\r\n0,4,1e-3,[1]\r\n'
  const said = await saidBy('metrics.csv', csv)
  expect(byPoint(said)).toEqual({
    'loss, mean@1': Number.NaN,
    'loss, mean@2': Number.NEGATIVE_INFINITY,
    'loss, mean@4': 0.001,
    'b@1': 0.5,
  })
  expect(said.notes).toEqual(['1 line with another number of columns than the header: left out'])
})

test.each([
  ['a,b', ['a', 'b']],
  ['"a,""b""",c', ['a,"b"', 'c']],
  ['"a', ['a']],
  [',"",', ['', '', '']],
])('cells of %s', (line, expected) => {
  expect(cells(line, ',')).toEqual(expected)
})
