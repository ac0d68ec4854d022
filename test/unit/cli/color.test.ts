import {wantsColor} from '../../../src/cli/color'

const at = (terminal: boolean, flag?: string, env: NodeJS.ProcessEnv = {}, git = true) =>
  wantsColor({flag, terminal, env}, () => git)

test('git decides, on a terminal', () => {
  expect(at(true)).toBe(true)
  expect(at(true, 'auto', {}, false)).toBe(false)
  expect(at(false)).toBe(false)
})

test('the environment outranks git, the flag both', () => {
  expect(at(true, undefined, {NO_COLOR: '1'})).toBe(false)
  expect(at(true, undefined, {NO_COLOR: ''})).toBe(true)
  expect(at(false, undefined, {FORCE_COLOR: '1'})).toBe(true)
  expect(at(true, undefined, {FORCE_COLOR: '0'})).toBe(false)
  expect(at(true, undefined, {NO_COLOR: '1', FORCE_COLOR: '1'})).toBe(false)
  expect(at(false, 'always', {NO_COLOR: '1'})).toBe(true)
  expect(at(true, 'never', {FORCE_COLOR: '1'})).toBe(false)
  expect(at(true, 'auto', {TERM: 'dumb'})).toBe(false)
})
