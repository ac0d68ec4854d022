import {sha256} from '../../../src/base/digest'
import type {Json, JsonObject} from '../../../src/base/json'
import {bundledTemplates} from '../../../src/schema/bundled'
import {checkRun} from '../../../src/schema/check'
import {normalize} from '../../../src/schema/plain-template'
import {compileTemplate, templateNotFound} from '../../../src/schema/templates'
import {bundled, complaints, custom, directSandbox, dressed, noSandbox, plainDraft} from '../../support/records'

type Draft = Record<string, Json>

const plain = (changes: Draft): Draft => ({...plainDraft(), ...changes})

const SAMPLES: Record<string, Draft> = {
  generic: {run_name: 'anything'},
  'text-classification': plain({}),
  'token-classification': plain({
    run_name: 'ner_news_bert_subword-len256_2026-01-05',
    task: 'token_classification',
    group: 'ner_tokenizer_ablation',
    params: {model: 'bert-base-cased', tokenizer: 'subword', max_length: 256, seed: 42},
    metrics: {test: {micro_f1: 0.88, class_f1: {ORG: 0.8, PER: 0.91}}},
  }),
  'text-generation': plain({
    run_name: 'summary_news_t5-small_lr3e-4_2026-01-05',
    task: 'text_generation',
    params: {model: 't5-small', temperature: 0, max_new_tokens: 128, seed: 1},
    metrics: {test: {rouge_l: 0.41}},
  }),
  'multilingual-classification': plain({
    run_name: 'sentiment_reviews_xlm-roberta-base_lr2e-5_2026-01-05',
    params: {model: 'xlm-roberta-base', lr: 2e-5, max_length: 256, batch_size: 16, tokenizer: 'fast', seed: 123},
    metrics: {
      test: {
        macro_f1: 0.8,
        en: {macro_f1: 0.84, class_f1: {neg: 0.83, pos: 0.85}},
        es: {macro_f1: 0.8, class_f1: {neg: 0.79, pos: 0.81}},
        de: {macro_f1: 0.78, class_f1: {neg: 0.77, pos: 0.79}},
      },
    },
  }),
}

/** What is done to the sample → what is said, up to the example. */
const FAULTS: [string, Draft, string[]][] = [
  ['generic', {run_name: 5}, ['name is the number 5; expected text in quotes']],
  [
    'text-classification',
    {metrics: {accuracy: 0.9}},
    ['metrics has none of dev, validation, eval or test; expected one of them'],
  ],
  [
    'text-classification',
    {metrics: {test: {accuracy: 0.9}}},
    [
      'metrics.test.macro_f1 is missing; expected the macro-averaged F1',
      'metrics.test.class_f1 is missing; expected the F1 of each class',
    ],
  ],
  [
    'text-classification',
    {metrics: {dev: {macro_f1: 84, class_f1: {neg: 0.8}}}},
    ['metrics.dev.macro_f1 is 84; expected a fraction from 0 to 1'],
  ],
  [
    'text-classification',
    {dataset: {name: 'tweets_v1'}},
    ['dataset.splits is missing; expected the hash of each split'],
  ],
  [
    'text-classification',
    {dataset: {name: 'a', splits: {train: {rows: 5}}}},
    ['dataset.splits.train.hash is missing; expected the hash of the split'],
  ],
  ['text-classification', {params: {model: 'svm'}}, ['seed is missing; expected the seed']],
  [
    'text-classification',
    {env: {}},
    [
      'env.python is missing; expected the Python version',
      'env.libs is missing; expected the versions of the libraries',
    ],
  ],
  [
    'text-classification',
    {run_name: 'baseline_final_2'},
    ['name is "baseline_final_2"; expected a name that says task, data set, model and key param'],
  ],
  [
    'token-classification',
    {metrics: {test: {micro_f1: 0.88}}},
    ['metrics.test.class_f1 is missing; expected the F1 of each entity type'],
  ],
  [
    'token-classification',
    {params: {model: 'bert', seed: 1}},
    [
      'params.tokenizer is missing; expected the tokenizer',
      'params.max_length is missing; expected the length at which input is cut, in tokens',
    ],
  ],
  ['text-generation', {metrics: {test: {}}}, ['metrics.test is an empty object; expected the scores of a split']],
  [
    'text-generation',
    {params: {model: 't5', temperature: -1, top_p: 2, seed: 1}},
    ['params.temperature is -1; expected a number from 0', 'params.top_p is 2; expected a fraction from 0 to 1'],
  ],
  [
    'multilingual-classification',
    {metrics: {test: {macro_f1: 0.8, en: {macro_f1: 0.84, class_f1: {neg: 0.8}}, es: {macro_f1: 0.8}}}},
    [
      'metrics.test.es.class_f1 is missing; expected the F1 of each class',
      'metrics.test.de is missing; expected the scores in German',
    ],
  ],
]

describe('the bundled templates', () => {
  test('are five, the general one first, with the digest of their bytes', () => {
    const all = bundledTemplates()
    expect(all.map(({name}) => name)).toEqual([
      'generic',
      'multilingual-classification',
      'text-classification',
      'text-generation',
      'token-classification',
    ])
    for (const {bytes, digest, title, description, nameExample} of all) {
      expect(digest).toBe(`sha256:${sha256(bytes)}`)
      expect([title, description, nameExample].every(word => word.length > 5)).toBe(true)
    }
  })

  test.each(Object.entries(SAMPLES))('%s takes its sample', async (name, draft) => {
    expect(await complaints(draft, await bundled(name))).toEqual([])
  })

  test.each(FAULTS)('%s refuses %j', async (name, fault, expected) => {
    const found = await complaints({...SAMPLES[name]!, ...fault}, await bundled(name))
    expect(found.map(line => line.split(', for example')[0])).toEqual(expected)
  })

  test.each(Object.keys(SAMPLES))('%s answers the same in the sandbox as precompiled', async name => {
    const own = await custom({...(await bundled(name)).document, $comment: 'a team has changed it'})
    for (const fault of [{}, {metrics: {accuracy: 1}}, {env: {}, params: {}}, {dataset: 3}, {run_name: 'run'}]) {
      const draft = {...SAMPLES[name]!, ...fault}
      expect(await complaints(draft, own)).toEqual(await complaints(draft, await bundled(name)))
    }
  })

  test.each(Object.keys(SAMPLES).slice(1))('%s takes a failed run without metrics', async name => {
    const {metrics: _, ...draft} = SAMPLES[name]!
    const template = await bundled(name)
    expect(await complaints({...draft, status: 'failed'}, template)).toEqual([])
    expect(await complaints(draft, template)).toEqual([expect.stringContaining('metrics is missing')])
  })

  test('the worked examples pass', async () => {
    const classes = {dev: {accuracy: 0.86, macro_f1: 0.84, class_f1: {neg: 0.83, neu: 0.81, pos: 0.88}}}
    const shifted = {test: {macro_f1: 0.76, class_f1: {neg: 0.82, neu: 0.61, pos: 0.85}}}
    const text = await bundled('text-classification')
    expect(
      await complaints(plain({metrics: classes, artifacts: ['weights.pt', 'confusion_matrix.png']}), text),
    ).toEqual([])
    const domain = {params: {model: 'distilbert-base-uncased', domain: 'support_emails_v2', seed: 42}, metrics: shifted}
    expect(
      await complaints(plain({...domain, run_name: 'sentiment_emails_distilbert_lr1e-4_2026-01-06'}), text),
    ).toEqual([])
    const ner = await bundled('token-classification')
    const params = {model: 'bert', tokenizer: 'charpiece', max_length: 384, seed: 42}
    const metrics = {test: {micro_f1: 0.885, class_f1: {ORG: 0.83}}}
    expect(await complaints({...SAMPLES['token-classification']!, params, metrics}, ner)).toEqual([])
  })

  test('advice names each of the common mistakes in a record that has nothing', async () => {
    const template = await bundled('generic')
    const found = await checkRun(dressed(normalize({name: 'x'}).fields, template), template)
    expect(found.map(({pointer}) => pointer).sort()).toEqual([
      '/code/commit',
      '/dataset/splits',
      '/env/libs',
      '/env/python',
      '/metrics',
      '/params',
      '/seed',
      '/task',
    ])
  })
})

describe('a team’s own template', () => {
  test('advice may be for every key of an object', async () => {
    const template = await custom({
      'x-recommended': ['/dataset/splits/*/rows', 5, '/notes'],
      properties: {notes: {title: 'why'}},
    })
    const record: JsonObject = {name: 'x', dataset: {splits: {train: {rows: 1}, dev: {}}}}
    const found = await checkRun(dressed(record, template), template)
    expect(found.map(({pointer, expected}) => [pointer, expected])).toEqual([
      ['/dataset/splits/dev/rows', undefined],
      ['/notes', 'why'],
    ])
  })

  test('has the digest of its bytes, not of its meaning', async () => {
    const sandbox = directSandbox()
    const [a, b] = await Promise.all(['{}', '{ }'].map(text => compileTemplate(Buffer.from(text), 'own', sandbox)))
    expect(a!.digest).not.toBe(b!.digest)
  })

  test.each<[string, string, string]>([
    ['no JSON', '{', 'the template "own" is no JSON'],
    ['no object', '[]', 'is no JSON object'],
    ['no schema', '{"properties": {"a": {"type": "nunber"}}}', 'at properties.a.type breaks the rule'],
    ['a bad pattern', '{"properties": {"a": {"pattern": "("}}}', 'nvalid regular expression'],
    ['a reference to nowhere', '{"$ref": "#/$defs/none"}', 'is nowhere in the template'],
  ])('%s is BAD_TEMPLATE', async (_name, text, message) => {
    await expect(compileTemplate(Buffer.from(text), 'own', directSandbox())).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
      message: expect.stringContaining(message),
    })
  })

  test('that is not UTF-8 is BAD_TEMPLATE', async () => {
    await expect(compileTemplate(Buffer.from([0x7b, 0xff, 0x7d]), 'own', noSandbox)).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
    })
  })
})

test('a template that is not there: the nearest, or the list', () => {
  expect(templateNotFound('text-clasification', ['generic', 'text-classification'])).toMatchObject({
    code: 'TEMPLATE_NOT_FOUND',
    message: 'there is no template "text-clasification"; expected one of generic, text-classification',
    hints: ['did you mean text-classification?'],
  })
  expect(templateNotFound('x', ['generic']).hints).toEqual(['git exp template list'])
})
