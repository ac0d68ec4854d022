import {diffPackages} from '../../../src/compare/packages'

const BEFORE = `apex==0.1  # from a folder
numpy==1.26.4
torch==2.3.1
transformers @ git+https://example.org/transformers@1a2b
zlib-state==1.0
`
const AFTER = `numpy==2.0.0
peft==0.11.0
torch==2.4.0
transformers @ git+https://example.org/transformers@3c4d
Zlib_State==1.0
`

test('moved, added and removed, those that the script imports first', () => {
  expect(diffPackages(BEFORE, AFTER, new Set(['torch', 'peft']))).toEqual({
    moved: [
      {name: 'torch', before: '2.3.1', after: '2.4.0', imported: true},
      {name: 'numpy', before: '1.26.4', after: '2.0.0'},
      {
        name: 'transformers',
        before: '@ git+https://example.org/transformers@1a2b',
        after: '@ git+https://example.org/transformers@3c4d',
      },
    ],
    added: [{name: 'peft', version: '0.11.0', imported: true}],
    removed: [{name: 'apex', version: '0.1'}],
    same: 1,
  })
})

test('what a person writes reads too', () => {
  const text = '# ours\r\n-e .\r\nTorch[cuda] == 2.3.1\r\nscipy>=1.2\r\n\r\nbare\r\n'
  expect(diffPackages('', text, new Set()).added).toEqual([
    {name: 'bare', version: ''},
    {name: 'scipy', version: '>=1.2'},
    {name: 'torch', version: '2.3.1'},
  ])
})
