import {asksForHelp, asksForJson, locate} from '../../../src/cli/locate'

const none = async () => ({command: undefined as never})
const commands = {ls: none, template: none, 'template show': none, version: none}
const at = (line: string) => {
  const {id, argv} = locate(line.split(' ').filter(Boolean), commands)
  return [id, argv.join(' ')]
}

test.each([
  ['', undefined, ''],
  ['ls', 'ls', ''],
  ['ls -n 3', 'ls', '-n 3'],
  ['template show x', 'template show', 'x'],
  ['template x', 'template', 'x'],
  ['-C a ls b', 'ls', '-C a b'],
  ['-Ca --json ls', 'ls', '-Ca --json'],
  ['--directory=a --color always --no-pager ls', 'ls', '--directory=a --color always --no-pager'],
  ['-v', 'version', ''],
  ['-C a --version', 'version', '-C a'],
  ['--limit 3 ls', undefined, '--limit 3 ls'],
  ['constructor', undefined, 'constructor'],
  ['--constructor ls', undefined, '--constructor ls'],
  ['-C', undefined, '-C'],
  ['-C a', undefined, ''],
])('%s', (line, id, argv) => {
  expect(at(line)).toEqual([id, argv])
})

test('what stands behind -- is not ours', () => {
  expect(asksForHelp(['a', '-h'])).toBe(true)
  expect(asksForHelp(['--', '-h'])).toBe(false)
  expect(asksForJson(['--nonsense', '--json'])).toBe(true)
  expect(asksForJson(['--', '--json'])).toBe(false)
})
