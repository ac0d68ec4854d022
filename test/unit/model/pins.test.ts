import {isPin, pinnedList} from '../../../src/model/pins'

test.each([
  'numpy==1.26.4',
  'a==1',
  'ruamel.yaml.clib==0.2.8',
  'torch==2.3.0+cpu',
  'torch[opt]==2.3.0',
  'x_y==1!2.0.post1',
])('%s is a plain pin', text => expect(isPin(text)).toBe(true))

test.each([
  '',
  'numpy',
  'numpy>=1',
  'numpy==',
  'numpy==1.*',
  'numpy===1',
  'numpy==1,==2',
  'numpy == 1',
  '-e ../elsewhere',
  '--index-url=x==1',
  '-r==1',
  'a-==1',
  'a==-1',
  'a[-x]==1',
  'a @ https://evil.example/a.whl',
  'a==1; touch /tmp/x',
  'a==1 --hash=sha256:0',
  'a==1\nb==2',
  'a==$(id)',
  `a==${'1'.repeat(200)}`,
  '../a==1',
])('%j is none', text => expect(isPin(text)).toBe(false))

test('a list is parted; what ran from a folder is not asked of an index, where another may have its name', () => {
  const list =
    'numpy==1.26.4  # fast\r\n# all\n\napex==0.1  # from a folder\nmine==1  # editable, from a folder\nMy_Own==2\n-e .\n'
  expect(pinnedList(list, ['my.own'])).toEqual({
    pins: ['numpy==1.26.4'],
    left: ['apex==0.1', 'mine==1', 'My_Own==2', '-e .'],
  })
  expect(pinnedList('')).toEqual({pins: [], left: []})
})
