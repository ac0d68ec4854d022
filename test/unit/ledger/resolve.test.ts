import type {ExpError} from '../../../src/base/errors'
import {type RunNames, resolveRun} from '../../../src/ledger/resolve'
import type {RunId} from '../../../src/model/ids'

const runs: Record<string, string> = {
  aaaa00000001: 'baseline',
  aaaa00000002: 'longer',
  bbbb00000003: 'twin',
  bbbb00000004: 'twin',
  cccc00000005: 'aaaa',
}
const ids = Object.keys(runs) as RunId[]
const names: RunNames = {
  idsWithPrefix: (prefix, max) => ids.filter(id => id.startsWith(prefix)).slice(0, max),
  idsNamed: name => ids.filter(id => runs[id] === name),
  idsTagged: tag => (tag === 'best' ? [ids[1]!, ids[0]!] : []),
  newest: count => [...ids].reverse().slice(0, count),
  names: () => Object.values(runs),
}
const resolve = (word: string, here: readonly RunId[] = [ids[1]!, ids[0]!]) => resolveRun(word, names, here)
const failure = (word: string, here?: readonly RunId[]): ExpError => {
  try {
    resolve(word, here)
  } catch (error) {
    return error as ExpError
  }
  throw new Error(`${word} was resolved`)
}

test.each([
  ['aaaa00000001', 'aaaa00000001'],
  ['bbbb00000003', 'bbbb00000003'],
  ['aaaa00000002', 'aaaa00000002'],
  ['cccc', 'cccc00000005'],
  ['baseline', 'aaaa00000001'],
  ['latest', 'aaaa00000002'],
  ['latest~1', 'aaaa00000001'],
  ['latest@all', 'cccc00000005'],
  ['latest@all~2', 'bbbb00000003'],
  ['tag:best', 'aaaa00000002'],
])('%s names %s', (word, id) => {
  expect(resolve(word).id).toBe(id)
})

test('an exact name beats an id prefix, and a hint says so', () => {
  expect(resolve('aaaa')).toEqual({
    id: 'cccc00000005',
    hint: expect.stringContaining('also begins the id aaaa00000001'),
  })
})

test('two runs of one name are listed, none is guessed', () => {
  const error = failure('twin')
  expect(error.code).toBe('RUN_AMBIGUOUS')
  expect(error.data).toMatchObject({candidates: ['bbbb00000003', 'bbbb00000004']})
  expect(failure('bbbb').code).toBe('RUN_AMBIGUOUS')
})

test('what is not there suggests the nearest', () => {
  expect(failure('basline').hints).toContain('did you mean baseline?')
  expect(failure('aaa').code).toBe('RUN_NOT_FOUND')
  expect(failure('latest~9').message).toContain('only 2 recorded')
  expect(failure('latest', []).hints).toContain("anybody's newest: latest@all")
})
