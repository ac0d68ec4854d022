import {touchedFiles} from '../../../../src/compare/source/touched-files'

test('added, removed, changed, by path', () => {
  const changes = [
    {path: 'b', before: '1'},
    {path: 'c', before: '2', after: '3'},
    {path: 'a', after: '4'},
  ]
  expect(touchedFiles(changes)).toEqual([
    {path: 'a', kind: 'added', after: '4'},
    {path: 'b', kind: 'removed', before: '1'},
    {path: 'c', kind: 'changed', before: '2', after: '3'},
  ])
})

test('the same bytes elsewhere are a move, of one name first', () => {
  const changes = [
    {path: 'old/x.py', before: '1'},
    {path: 'old/y.py', before: '1'},
    {path: 'old/z.py', before: '2'},
    {path: 'new/a.py', after: '1'},
    {path: 'new/y.py', after: '1'},
    {path: 'new/b.py', after: '1'},
  ]
  expect(touchedFiles(changes).map(({path, kind, from}) => [kind, path, from])).toEqual([
    ['renamed', 'new/a.py', 'old/x.py'],
    ['added', 'new/b.py', undefined],
    ['renamed', 'new/y.py', 'old/y.py'],
    ['removed', 'old/z.py', undefined],
  ])
})

test('links, submodules, and the right to execute', () => {
  const changes = [
    {path: 'go.sh', before: '1', after: '1', modes: {before: '100644', after: '100755'}},
    {path: 'lib', before: '2', after: '3', modes: {before: '160000', after: '160000'}},
    {path: 'link', before: '4', after: '5', modes: {before: '100644', after: '120000'}},
    {path: 'new.sh', after: '6', modes: {after: '100755'}},
  ]
  expect(touchedFiles(changes)).toEqual([
    {path: 'go.sh', kind: 'changed', executable: true, before: '1', after: '1'},
    {path: 'lib', kind: 'changed', what: 'submodule', before: '2', after: '3'},
    {path: 'link', kind: 'changed', what: 'link', before: '4', after: '5'},
    {path: 'new.sh', kind: 'added', after: '6'},
  ])
})
