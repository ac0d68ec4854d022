import {paramsOfArgv} from '../../../src/capture/argv-params'
import {runName} from '../../../src/capture/run-name'
import fc from '../../support/fast-check'

const words = (text: string) => text.split(' ')
const date = '2026-01-05'

describe('params of a command line', () => {
  test.each([
    [
      'python train.py --lr 1e-4 --fp16 --model=x key=value +hydra.override=1',
      {lr: 0.0001, fp16: true, model: 'x', key: 'value', 'hydra.override': 1},
    ],
    ['torchrun --nproc_per_node 4 train.py --learning-rate .5 -b 32', {learning_rate: 0.5, b: 32}],
    ['python -m pkg.train --no-cuda --shift -1 --deep False', {cuda: false, shift: -1, deep: false}],
    ['python train.py --files a b --lr 1 --lr 2 pos', {files: 'a', lr: 1}],
    ['./run --x= --', {x: ''}],
    ['python train.py --__proto__ 1 a-b=https://x/?y=1', {a_b: 'https://x/?y=1'}],
  ])('%s', (command, expected) => {
    expect(paramsOfArgv(words(command))).toEqual(expected)
  })
})

describe('a name for a run', () => {
  test.each([
    [
      'python train.py --model distilbert --lr 1e-4',
      {task: 'sentiment', dataset: 'tweets'},
      'sentiment_tweets_distilbert_lr1e-4_2026-01-05',
    ],
    [
      'python train.py --model_name_or_path org/XLM-RoBERTa_base --learning_rate 0.00002',
      {project: 'NER'},
      'ner_xlm-roberta-base_lr2e-5_2026-01-05',
    ],
    ['python src/train.py', {}, 'train_2026-01-05'],
    ['python -m nlp.finetune model.name=bert optimizer.lr=0.05', {}, 'finetune_bert_lr0.05_2026-01-05'],
    [
      'python train.py --train_file data/tweets_v1.jsonl --batch-size 32',
      {task: 'text_classification'},
      'text-classification_tweets-v1_bs32_2026-01-05',
    ],
    [
      'python train.py --model ./out/checkpoint-500/',
      {task: 'Ünïcode Tâsk!'},
      'unicode-task_checkpoint-500_2026-01-05',
    ],
    ['python ner.py --tokenizer org/sub-word --seed 3', {}, 'ner_tokenizer-sub-word_2026-01-05'],
    ['python ner.py --max_seq_length 256 --seed 3 --auth_token x', {}, 'ner_max-length256_2026-01-05'],
    ['python ner.py --seed 3', {}, 'ner_seed3_2026-01-05'],
    ['./run', {}, 'run_2026-01-05'],
  ])('%s', (command, facts, name) => {
    expect(runName({argv: words(command), date, ...facts})).toBe(name)
  })

  test('the text of a program is no script', () => {
    expect(runName({argv: ['sh', '-c', 'mkdir out; python3 train.py'], date})).toBe('sh_2026-01-05')
    expect(runName({argv: ['bash', '-ec', 'echo hi > x.sh', 'train.sh', '--lr', '1'], date})).toBe(
      'train_lr1_2026-01-05',
    )
  })

  test('by the ledger’s rule; what is not known is left out with the words around it', () => {
    const argv = words('python train.py --model bert --seed 3 --api_key abc')
    const rule = 'exp-{task}_{model}_lr{lr}_s{seed}_{api_key}_{date}'
    expect(runName({argv, date, task: 'ner', rule})).toBe('exp-ner_bert_s3_2026-01-05')
    expect(runName({argv, date, rule: '{nothing}'})).toBe('train')
    expect(runName({argv, date, rule: ''})).toBe('train')
    expect(runName({argv: ['bash', 'x.sh', '--per_device_train_batch_size', '8'], date, rule: 'b{bs}'})).toBe('b8')
  })

  test('is always spelled from a few characters, and short', () => {
    const argument = fc.oneof(
      fc.string(),
      fc.string().map(text => `--model=${text}`),
      fc.string().map(text => `--lr=${text}`),
    )
    fc.assert(
      fc.property(
        fc.array(argument),
        fc.string(),
        fc.string({maxLength: 300}),
        fc.option(fc.string(), {nil: undefined}),
        (argv, task, dataset, rule) => {
          const name = runName({argv, task, dataset, rule: rule && `${rule}_{task}_{dataset}`, date})
          expect(name).toMatch(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/)
          expect(name.length).toBeLessThanOrEqual(80)
        },
      ),
    )
  })

  test('what is long is cut, and the date stays', () => {
    const name = runName({
      argv: ['x.py', `--model=${'m'.repeat(99)}`],
      task: 't'.repeat(99),
      dataset: 'd'.repeat(99),
      date,
    })
    expect(name).toMatch(/^t+_d+_m+_2026-01-05$/)
    expect(name.length).toBeLessThanOrEqual(80)
  })
})
