import type {JsonObject} from '../../../src/base/json'
import {compareRecords, compareRuns} from '../../../src/compare/compare-runs'
import {comparisonMarkdown} from '../../../src/render/comparison-markdown'
import {renderComparison} from '../../../src/render/comparison-view'
import {briefRecord} from '../../support/brief'

const head = (record: JsonObject) => ({id: String(record['id']), name: String(record['name'])})

function viewOf(before: JsonObject, after: JsonObject, all = false) {
  return {before: head(before), after: head(after), comparison: compareRecords(before, after, {directions: {}, all})}
}

const plain = {color: false, width: 110}

test('worked example 2: the domain shift', () => {
  const view = viewOf(briefRecord('sentiment-baseline'), briefRecord('domain-shift'))
  expect(`\n${renderComparison(view, plain)}`).toMatchInlineSnapshot(`
"
- sentiment_tweets_distilbert_lr1e-4_2026-01-05  k3v9q2m7x4tb
+ sentiment_emails_distilbert_lr1e-4_2026-01-12  m8d2w5r1c7yh

record
  group                 sentiment_baseline            domain_shift
  parent                                              k3v9q2m7x4tb                  added

params
  domain                                              support_emails_v2             added

dataset
  name                  tweets_v1                     support_emails_v2
  splits.dev.hash       sha256:bbbbbbbbbbbb           sha256:eeeeeeeeeeee
  splits.test.hash      sha256:cccccccccccc           sha256:ffffffffffff
  splits.train.bytes    1258291                                                     removed
  splits.train.hash     sha256:aaaaaaaaaaaa           sha256:dddddddddddd

metrics
  latency_ms_p95        110                           112                           +2 worse
  train_loss            0.31                          0.36                          +0.05 worse
  dev.accuracy          0.86                          0.79                          -0.07 not comparable
  dev.macro_f1          0.84                          0.76                          -0.08 not comparable
  test.macro_f1         0.835                         0.755                         -0.08 not comparable
  dev.class_f1.neg      0.83                          0.81                          -0.02 not comparable
  dev.class_f1.neu      0.81                          0.62                          -0.19 not comparable
  dev.class_f1.pos      0.88                          0.85                          -0.03 not comparable

artifacts
  confusion_matrix.png  sha256:333333333333  18.0 KB  sha256:555555555555  18.5 KB  image, +479 B
  misclassified.jsonl                                 sha256:666666666666  88.0 KB  added
  weights.pt            sha256:111111111111  255 MB   sha256:444444444444  255 MB   binary

notes
  tags                  baseline, tweets, english     emails, english
  notes
    - Dev-test gap small, keep as baseline.
    + "neutral" collapsed: see misclassified.jsonl.

21 fields differ, 26 fields are the same
not comparable: the dev split is sha256:eeeeeeeeeeee, before it was sha256:bbbbbbbbbbbb
not comparable: the test split is sha256:ffffffffffff, before it was sha256:cccccccccccc
"
`)
})

test('worked example 3: the tokenizers, narrow and as markdown', () => {
  const view = viewOf(briefRecord('ner-subword'), briefRecord('ner-charpiece'))
  expect(`\n${renderComparison(view, {color: false, width: 60})}`).toMatchInlineSnapshot(`
"
- ner_conll_subword_len256_2026-02-01  a1b2c3d4e5f6
+ ner_conll_charpiece_len384_2026-02-02  b7c8d9e0f1g2

params
  max_length                 256      384        +128
  tokenizer                  subword  charpiece

metrics
  test.micro_f1              0.88     0.885      +0.005 better
  test.entities.ORG.f1       0.8      0.83       +0.03 better
  test.entities.ORG.precis…  0.82     0.84       +0.02 better
  test.entities.ORG.recall   0.78     0.82       +0.04 better

6 fields differ, 22 fields are the same
"
`)
  expect(`\n${comparisonMarkdown(view)}`).toMatchInlineSnapshot(`
"
from \`ner_conll_subword_len256_2026-02-01\` \`a1b2c3d4e5f6\`  
to \`ner_conll_charpiece_len384_2026-02-02\` \`b7c8d9e0f1g2\`  

6 fields differ, 22 fields are the same

**metrics**

| field | before | after | change |
| --- | --- | --- | ---: |
| \`test.micro_f1\` | 0.88 | 0.885 | +0.005 better |
| \`test.entities.ORG.f1\` | 0.8 | 0.83 | +0.03 better |
| \`test.entities.ORG.precision\` | 0.82 | 0.84 | +0.02 better |
| \`test.entities.ORG.recall\` | 0.78 | 0.82 | +0.04 better |

**params**

| field | before | after | change |
| --- | --- | --- | ---: |
| \`max_length\` | 256 | 384 | +128 |
| \`tokenizer\` | subword | charpiece |  |
"
`)
})

test('a metric whose direction nobody knows is not called better or worse', () => {
  const view = viewOf({metrics: {oddness: 1}}, {metrics: {oddness: 2}})
  expect(`\n${renderComparison(view, plain)}`).toMatchInlineSnapshot(`
"
- undefined  undefined
+ undefined  undefined

metrics
  oddness  1  2  +1 ?

1 field differs, 0 fields are the same
?: whether higher or lower is better is not known; directions in ledger.yaml say it
"
`)
})

test('colour marks what is better and what is worse', () => {
  const view = viewOf({metrics: {f1: 0.8, loss: 1}}, {metrics: {f1: 0.9, loss: 2}})
  const text = renderComparison(view, {color: true, width: 80})
  expect(text).toContain('\u001b[32m+0.1 better\u001b[39m')
  expect(text).toContain('\u001b[31m+1 worse\u001b[39m')
})

test('texts are shown as a diff', async () => {
  const texts = [{path: 'conf/a.yaml', before: 'lr: 1\nx: 1\n', after: 'lr: 2\nx: 1\n'}]
  const comparison = await compareRuns({}, {}, {directions: {}, texts})
  const view = {before: {id: 'a', name: 'A'}, after: {id: 'b', name: 'B'}, comparison}
  expect(`\n${renderComparison(view, plain)}`).toMatchInlineSnapshot(`
"
- A  a
+ B  b

conf/a.yaml
@@ -1,2 +1,2 @@
~lr: [-1-]{+2+}
 x: 1

1 text file differs, 0 fields are the same
"
`)
  expect(comparisonMarkdown(view)).toContain('```diff\n@@ -1,2 +1,2 @@\n-lr: 1\n+lr: 2\n x: 1\n```')
})

test('a comment is never longer than a forge takes, shows the metrics first and counts what it leaves out', () => {
  const params = (n: number) => Object.fromEntries(Array.from({length: 5_000}, (_, i) => [`param_${i}`, `${n}-${i}`]))
  const view = viewOf({params: params(1), metrics: {f1: 0.1}}, {params: params(2), metrics: {f1: 0.2}})
  const text = comparisonMarkdown(view)
  expect(text.length).toBeLessThanOrEqual(65_536)
  const shown = text.match(/^\| `param_/gm)!.length
  expect(text).toContain(`_${5_000 - shown} more fields not shown_`)
  expect(text).toContain('| `f1` | 0.1 | 0.2 | +0.1 better |')
})
