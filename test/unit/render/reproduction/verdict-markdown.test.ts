import type {Judgement} from '../../../../src/compare/reproduction/judge'
import type {MetricRow} from '../../../../src/compare/reproduction/metrics'
import {verdictMarkdown} from '../../../../src/render/reproduction/verdict-markdown'

const EVIL = '@octocat | <img src=x onerror=alert(1)> ](http://evil.example) #1 `\n# x $x$'
const original = {id: 'aaaaaaaaaaaa', name: 'base'}
const runs = [{id: 'bbbbbbbbbbbb', name: 'base_repro1'}]
const row = (metric: string, verdict: MetricRow['verdict'] = 'beyond'): MetricRow => ({
  metric,
  before: 0.5,
  after: 0.25,
  difference: -0.25,
  tolerance: '1%',
  verdict,
})
const judged = (more: Partial<Judgement>, compared: Partial<Judgement['reproductions'][number]> = {}): Judgement => ({
  verdict: 'drifted',
  reproductions: [{verdict: 'drifted', reasons: [], metrics: [], curves: [], artifacts: [], ...compared}],
  spread: [],
  causes: [],
  unknown: [],
  ...more,
})

test('the verdict, the causes, the metrics, the rest', () => {
  const judgement = judged(
    {
      causes: [
        {kind: 'data', changes: [{what: 'dataset.train data/a.csv', before: `sha256:${'1'.repeat(64)}`, after: 'x'}]},
        {kind: 'code', changes: [{what: 'train.py'}]},
        {kind: 'non-determinism', text: 'they differ among themselves', changes: []},
      ],
      unknown: ['packages'],
    },
    {
      reasons: ['1 metric differs by more than it may'],
      metrics: [row('dev.loss'), row('dev.f1', 'same'), row('dev.runtime', 'cost')],
      curves: [{metric: 'loss', before: 3, after: 2, same: false, parts: {step: 1, before: 1, after: 2}}],
      artifacts: [
        {path: 'model.pt', state: 'other'},
        {path: 'a.txt', state: 'same'},
      ],
    },
  )
  expect(verdictMarkdown({original, runs, judgement})).toBe(`**drifted**: 1 metric differs by more than it may

\`base\` \`aaaaaaaaaaaa\`, reproduced by \`base_repro1\` \`bbbbbbbbbbbb\`

**likely causes, the likeliest first**

| cause | what | recorded | now |
| --- | --- | --- | --- |
| data | \`dataset.train data/a.csv\` | sha256:111111111111… | x |
| code | \`train.py\` |  | has changed |
| non-determinism | they differ among themselves |  |  |

**metrics**

| metric | recorded | now | difference | may differ by |  |
| --- | ---: | ---: | ---: | ---: | --- |
| \`dev.loss\` | 0.5 | 0.25 | -0.25 | 1% | **beyond** |

**curves and files**

- curve \`loss\`: 3 → 2 points, parts at step 1: 1 → 2
- file \`model.pt\`: other bytes

equal: 1 metric, 1 file

_nothing is known of: packages_
`)
  expect(verdictMarkdown({original, runs, judgement}, true)).toContain('`dev.runtime`')
})

test('a stranger cannot mention, link, or break out of a cell', () => {
  const judgement = judged(
    {causes: [{kind: 'config', changes: [{what: EVIL, before: EVIL, after: EVIL}]}]},
    {metrics: [{...row(EVIL), before: EVIL, after: EVIL}], artifacts: [{path: EVIL, state: 'missing'}]},
  )
  const text = verdictMarkdown({original: {...original, name: EVIL}, runs: [{...runs[0]!, name: EVIL}], judgement})
  expect(text).not.toMatch(/<img|\]\(http|\n# x/)
  const outside = text.replace(/<code>.*?<\/code>/g, '')
  expect(outside).not.toMatch(/@octocat|evil\.example|\$x\$/)
  for (const line of text.split('\n').filter(each => each.startsWith('|')))
    expect(line.split('|').length - 2).toBeLessThanOrEqual(6)
})

test('a long list is folded, and what no comment holds is counted', () => {
  const metrics = Array.from({length: 3000}, (_, i) => row(`dev.metric_${i}`))
  const text = verdictMarkdown({original, runs, judgement: judged({unknown: []}, {metrics})})
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).toContain('<details><summary>3000 metrics</summary>')
  expect(text).toContain('</details>')
  expect(text).toMatch(/_\d+ more metrics not shown_\n$/)
})

test('several', () => {
  const one = judged({}).reproductions[0]!
  const spread = [{metric: 'loss', original: 1, n: 2, min: 1, max: 2, mean: 1.5, sd: 0.5, covers: true}]
  const judgement = judged({verdict: 'within tolerance', reproductions: [one, one], spread})
  const text = verdictMarkdown({original, runs: [...runs, {id: 'cccccccccccc', name: 'two'}], judgement})
  expect(text).toContain('`two` `cccccccccccc`: **drifted**\n')
  expect(text).toContain('**non-deterministic, spread of 2**')
  const same = judged({spread: [{...spread[0]!, max: 1}]})
  expect(verdictMarkdown({original, runs, judgement: same})).toContain('all 2 came out the same')
})
