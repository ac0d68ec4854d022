import {type CheckoutView, renderCheckout} from '../../../src/render/checkout-view'

const VIEW: CheckoutView = {
  id: 'k3v9',
  name: 'one\u001b[2J',
  folder: '/home/ada/my runs/nlp-k3v9',
  state: 'made',
  kind: 'worktree',
  code: {branch: 'main', checkedOut: {commit: 'c'.repeat(40), tree: 'd'.repeat(40), how: 'exact'}},
  command: {argv: ['python', 'train.py', '--name', "it's; rm -rf ~"], folder: 'sub'},
  vars: {OMP_NUM_THREADS: '4', 'X=1;rm': '2', CUBLAS_WORKSPACE_CONFIG: ':4096:8'},
  seed: 3,
  data: [
    {role: 'train', path: 'data/train.csv', state: 'same', place: 'checkout'},
    {
      role: 'dev',
      path: 'data/dev.csv',
      state: 'changed',
      digest: `sha256:${'1'.repeat(64)}`,
      found: {digest: `sha256:${'2'.repeat(64)}`},
      at: '/home/ada/nlp/data/dev.csv',
    },
    {role: 'test', path: '../x', state: 'refused', problem: 'its path has a ".." part'},
  ],
  artifacts: [
    {path: 'c.yaml', role: 'config', size: 6, state: 'laid', at: '.exp/artifacts/c.yaml', other: true, redacted: true},
    {path: 'model.bin', role: 'model', size: 200_000, state: 'kept'},
  ],
  environment: {ways: [{tool: 'uv', commands: ['uv venv', 'uv pip install']}], notes: ['it ran with CUDA 12.4']},
  notes: ['not in the snapshot: big.csv'],
}

test('a card of what is there, what is not, and what to type', () => {
  expect(renderCheckout(VIEW, {color: false, width: Number.POSITIVE_INFINITY})).toBe(
    `one\\u{1b}[2J  k3v9

folder       /home/ada/my runs/nlp-k3v9  (worktree)
code         cccccccccccc of main, tree dddddddddddd as recorded
             not in the snapshot: big.csv
data         train  data/train.csv  same                                     in the checkout
             dev    data/dev.csv    changed: 222222222222, was 111111111111  /home/ada/nlp/data/dev.csv
             test   ../x            its path has a ".." part
artifacts    c.yaml     config  6 B     .exp/artifacts/c.yaml; the code has another; a secret was taken out
             model.bin  model   195 KB  in the store
seed         3
command      cd '/home/ada/my runs/nlp-k3v9/sub' && OMP_NUM_THREADS=4 CUBLAS_WORKSPACE_CONFIG=:4096:8 python train.py --name 'it'\\''s; rm -rf ~'
environment  uv  uv venv
                 uv pip install
             it ran with CUDA 12.4
`,
  )
})

test('what is bad is red, what is the same green', () => {
  const text = renderCheckout(VIEW, {color: true, width: 100})
  expect(text).toContain('\u001b[32msame')
  expect(text).toMatch(/\u001b\[31mchanged: 2{12}/)
})
