import type {JsonObject} from '../../../src/base/json'
import {renderRun} from '../../../src/render/run-view'
import {briefRecord} from '../../support/brief'

const now = Date.parse('2026-01-05T11:30:00.000Z')
const show = (record: JsonObject, width = 100) =>
  `\n${renderRun({record, path: 'runs/2026-01/05/09/sentiment-k3v9q2m7x4tb'}, {color: false, width, now})}`

test('worked example 1: the baseline', () => {
  const events = [
    {file: 'a', kind: 'tag', at: '2026-01-05T10:30:00.000Z', by: 'ana', add: ['champion'], remove: ['old']},
    {file: 'b', kind: 'note', at: '2026-01-05T11:00:00.000Z', by: 'ben', text: 'keep'},
    {file: 'c', kind: 'promotion', at: '2026-01-05T11:29:50.000Z', by: 'ana', stage: 'production'},
  ]
  expect(show({...briefRecord('sentiment-baseline'), events})).toMatchInlineSnapshot(`
"
sentiment_tweets_distilbert_lr1e-4_2026-01-05  k3v9q2m7x4tb
finished · 2h ago (2026-01-05T09:00:00.000Z) · took 12m 03s

task         text_classification
group        sentiment_baseline
owner        nlp-team
template     text-classification
command      python train.py --lr 1e-4
code         nlp-project  abc1234abc12  main
             script train.py  config conf/base.yaml
dataset      tweets_v1
             dev    sha256:bbbbbbbbbbbb   2000 rows
             test   sha256:cccccccccccc   2000 rows
             train  sha256:aaaaaaaaaaaa  20000 rows  1.2 MB
env          python 3.11 · torch 2.3.0 · transformers 4.46.0 · cuda 12.1
params       batch_size  32
             epochs      3
             lr          0.0001
             max_length  128
             model       distilbert-base-uncased
             seed        42
metrics      train_loss      0.31
             latency_ms_p95   110
             dev
               accuracy  0.86
               macro_f1  0.84
               class_f1
                 neg  0.83
                 neu  0.81
                 pos  0.88
             test
               macro_f1  0.835
artifacts    weights.pt             255 MB  sha256:111111111111  weights
             tokenizer.json         455 KB  sha256:222222222222
             confusion_matrix.png  18.0 KB  sha256:333333333333
tags         baseline, tweets, english
notes        Dev-test gap small, keep as baseline.
later        1h ago  tag  +champion -old  (ana)
             30m ago  note  keep  (ben)
             just now  promotion  stage: production  (ana)
path         runs/2026-01/05/09/sentiment-k3v9q2m7x4tb
"
`)
})

test('worked example 3: entities as a table', () => {
  expect(show(briefRecord('ner-subword'), 60)).toMatchInlineSnapshot(`
"
ner_conll_subword_len256_2026-02-01  a1b2c3d4e5f6
finished · 2026-02-01 (2026-02-01T08:00:00.000Z)

task         token_classification
group        ner_tokenizer_ablation
owner        nlp-team
hypothesis   Character pieces help rare entities
template     token-classification
code         nlp-project  aaaaaaaaaaaa  ner
dataset      conll_v3
             test   sha256:777777777777
             train  sha256:888888888888
env          python 3.11 · torch 2.3.0 · transformers 4.46.0
             · cuda 12.1
params       max_length  256
             seed        42
             tokenizer   subword
metrics      test
               micro_f1  0.88
               entities
                        f1  precision  recall
                 LOC  0.91       0.92     0.9
                 ORG   0.8       0.82    0.78
tags         ner_tokenizer_ablation
path         runs/2026-01/05/09/sentiment-k3v9q2m7x4tb
"
`)
})

test('the plain template: file names only, hashes as they were given, a commit nobody has', () => {
  const record = {
    name: 'n',
    status: 'finished',
    code: {commit: 'abc1234', unresolved: true, dirty: true},
    dataset: {name: 'tweets', splits: {train: 'hashA', dev: {hash: 'hashB', unresolved: true}}},
    artifacts: [{path: 'weights.pt', absent: true}, 'errors.jsonl'],
    notes: 'first line\n\nsecond line',
    other: {deep: [1, 2]},
  }
  expect(show(record)).toMatchInlineSnapshot(`
"
n
finished

code         abc1234  (dirty, unresolved: the repository did not have this commit)
dataset      tweets
             train  hashA
             dev    hashB      (unresolved)
artifacts    weights.pt          (absent: nobody has its bytes)
             errors.jsonl
notes        first line

             second line
also         other.deep  1, 2
path         runs/2026-01/05/09/sentiment-k3v9q2m7x4tb
"
`)
})

test('a run that goes on in its second attempt: how old what is known is', () => {
  const record = {
    name: 'n',
    status: 'running',
    attempts: [
      {host: 'a', job: '7', started: '2026-01-05T09:00:00.000Z', ended: '2026-01-05T09:01:05.000Z', exit: 'SIGTERM'},
      {host: 'b', job: '7', started: '2026-01-05T10:00:00.000Z'},
    ],
    metrics: {loss: 0.5},
    series: {
      file: 'series.csv',
      metrics: ['loss'],
      rows: 4,
      extremes: {loss: {min: {value: 0.25, step: 3}, max: {value: 0.9, step: 1}}},
    },
    live: {points: 2, age: 12, alive: 'yes'},
  }
  expect(show(record)).toMatchInlineSnapshot(`
"
n
running

attempts     1  a  job 7  2026-01-05T09:00:00.000Z  1m 05s  exit SIGTERM
             2  b  job 7  2026-01-05T10:00:00.000Z
live         last sign of life 12 s ago · 2 values not on the ledger yet
metrics      loss  0.5
curves       loss  4 points  series.csv
             loss  0.25 at 3 … 0.9 at 1
path         runs/2026-01/05/09/sentiment-k3v9q2m7x4tb
"
`)
  expect(show({...record, live: {points: 0, alive: 'no'}})).toContain(
    'live         nobody runs it any more: git exp recover\n',
  )
})

test('what a library was set to is a paragraph after the params; figures of classes are one table', () => {
  const model_config = {class: 'Tiny', dropout: 0.1, hidden_size: 32, vocab_size: 48}
  const report = {class_f1: {neg: 0.9, pos: 0.8}, class_recall: {neg: 0.7}, macro_f1: 0.85}
  const text = show(
    {params: {model_config, lr: 0.1, short_config: {a: 1}}, metrics: {dev: report, test: {class_f1: {neg: 1}}}},
    60,
  )
  expect(text.slice(text.indexOf('params'), text.indexOf('path'))).toMatchInlineSnapshot(`
"params       lr              0.1
             short_config.a  1
             model_config
               Tiny · dropout 0.1 · hidden_size 32 ·
               vocab_size 48
metrics      dev
               macro_f1  0.85
               class
                       f1  recall
                 neg  0.9     0.7
                 pos  0.8
             test
               class_f1
                 neg  1
"
`)
})
