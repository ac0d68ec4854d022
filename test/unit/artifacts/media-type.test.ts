import {mediaTypeOf} from '../../../src/artifacts/media-type'

test('of common files, by their ending; others have none', () => {
  expect(mediaTypeOf('a/metrics.json')).toBe('application/json')
  expect(mediaTypeOf('preds.csv')).toBe('text/csv')
  expect(mediaTypeOf('plot.PNG')).toBe('image/png')
  expect(mediaTypeOf('noending')).toBeUndefined()
})
