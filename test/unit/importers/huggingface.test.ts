import {byMetric, byPoint, problemOf, saidBy, sample} from '../../support/importing'

const state = (history: readonly object[], more: object = {}) => JSON.stringify({...more, log_history: history})
const evaluated = (prefix: string, step: number, values: object) => ({
  ...values,
  [`${prefix}_runtime`]: 1,
  [`${prefix}_samples_per_second`]: 2,
  epoch: 1,
  step,
})

describe('trainer_state.json', () => {
  test('the sample: curves, the last word of the training, the best', async () => {
    const said = await saidBy('out/checkpoint-16/trainer_state.json', sample('hf_trainer/trainer_state.json'))
    expect(byPoint(said)).toMatchObject({
      'train/loss@4': 0.6937808990478516,
      'train/loss@16': 0.6907051801681519,
      'eval/loss@8': 0.694678544998169,
      'eval/loss@16': 0.6946659088134766,
      'eval/f1_macro@16': 0.30434782608695654,
    })
    expect(said.points).toHaveLength(24)
    expect(byMetric(said)).toEqual({
      'train/train_loss': 0.6928583234548569,
      'train/runtime': 4.0193,
      'train/samples_per_second': 31.847,
      'train/steps_per_second': 3.981,
      total_flos: 31481856,
    })
    expect(said.best).toEqual({value: 0.30434782608695654, step: 8, split: 'eval', metric: 'f1_macro'})
    expect(said.points).toContainEqual({split: 'eval', metric: 'accuracy', value: 0.4375, step: 8, epoch: 1})
    expect(said.notes).toBeUndefined()
  })

  test('a resumed run says earlier steps again: once, the later values, and nothing of what was given up', async () => {
    const said = await saidBy(
      'trainer_state.json',
      state([
        {loss: 4, step: 1},
        {loss: 3, step: 2},
        {loss: 2, step: 3},
        {loss: 3.5, step: 2},
      ]),
    )
    expect(byPoint(said)).toEqual({'train/loss@1': 4, 'train/loss@2': 3.5})
    expect(said.notes).toEqual(['said again from step 2 on, of which the later values are kept: train loss'])
  })

  test('data sets of a dictionary keep their names; one called train is no training', async () => {
    const said = await saidBy(
      'trainer_state.json',
      state([
        {loss: 1, step: 4},
        evaluated('eval_dev_small', 4, {eval_dev_small_loss: 2, eval_dev_small_x_f1: 3}),
        evaluated('eval_train', 4, {eval_train_loss: 5}),
        evaluated('eval', 4, {eval_loss: 6, eval_dev_small_odd: 7}),
      ]),
    )
    expect(byPoint(said)).toMatchObject({
      'train/loss@4': 1,
      'dev_small/loss@4': 2,
      'dev_small/x_f1@4': 3,
      'eval_train/loss@4': 5,
      'eval/loss@4': 6,
      'eval/dev_small_odd@4': 7,
    })
  })

  test('what is evaluated after the training is no point of its curve', async () => {
    const said = await saidBy(
      'trainer_state.json',
      state([
        {loss: 1, step: 4},
        evaluated('eval', 4, {eval_f1: 0.5}),
        {train_loss: 2, train_runtime: 9, train_samples_per_second: 1, step: 4},
        evaluated('eval', 4, {eval_f1: 0.7}),
        evaluated('eval', 4, {eval_f1: 0.7}),
        evaluated('eval', 4, {eval_f1: 0.1}),
        evaluated('test', 4, {test_f1: 0.2}),
      ]),
    )
    expect(byPoint(said)['eval/f1@4']).toBe(0.5)
    expect(byMetric(said)).toMatchObject({'eval/f1': 0.7, 'eval#2/f1': 0.1, 'test/f1': 0.2, 'train/train_loss': 2})
    expect(said.notes).toEqual(['eval was evaluated 2 times after the training, not alike'])
  })

  test('two sets, resumed, and four evaluations of the best model afterwards', async () => {
    const said = await saidBy('trainer_state.json', sample('hf_two_sets/trainer_state.json'))
    expect(byPoint(said)).toMatchObject({
      'train/loss@2': 0.6936,
      'train/loss@12': 0.6925,
      'dev_x/acc@12': 0.4375,
      'dev/acc@12': 0.625,
    })
    expect(byMetric(said)).toMatchObject({'dev_x/acc': 0.5, 'dev/acc': 0.6875, 'eval/acc': 0.625, 'eval#2/acc': 0.75})
    expect(said.best).toEqual({value: 0.5, step: 4, split: 'dev_x', metric: 'acc'})
  })

  test('the values that a search tried', async () => {
    const text = state([{loss: 1, step: 1}], {trial_params: {learning_rate: 0.1}})
    expect((await saidBy('trainer_state.json', text)).params).toEqual({learning_rate: 0.1})
  })

  test('an evaluation alone is no curve', async () => {
    const said = await saidBy('trainer_state.json', state([evaluated('eval', 0, {eval_f1: 0.7})]))
    expect(said.points).toBeUndefined()
    expect(byMetric(said)['eval/f1']).toBe(0.7)
  })

  test('an evaluation before the training belongs to the curve', async () => {
    const said = await saidBy('trainer_state.json', state([evaluated('eval', 0, {eval_f1: 0.1}), {loss: 2, step: 1}]))
    expect(byPoint(said)['eval/f1@0']).toBe(0.1)
  })

  test('the best without a name where two metrics have its value; its step from the checkpoint', async () => {
    const more = {best_metric: 0.5, best_model_checkpoint: 'out/checkpoint-4'}
    const history = [{loss: 0.5, step: 4}, evaluated('eval', 4, {eval_f1: 0.5, eval_acc: 0.5})]
    expect((await saidBy('trainer_state.json', state(history, more))).best).toEqual({value: 0.5, step: 4})
  })

  test('NaN and Infinity are kept, junk is passed over', async () => {
    const text =
      '{"log_history": [{"loss": NaN, "step": 1}, {"loss": -Infinity, "step": 2}, 7, {"loss": "x", "step": 3}, {"loss": 1}]}'
    expect(byPoint(await saidBy('trainer_state.json', text))).toEqual({
      'train/loss@1': Number.NaN,
      'train/loss@2': Number.NEGATIVE_INFINITY,
    })
  })

  test('cut off, or another thing of that name', async () => {
    const whole = sample('hf_trainer/trainer_state.json')
    expect(await problemOf('trainer_state.json', whole.subarray(0, 900))).toMatch(/ends too early|never ends/)
    expect(await problemOf('trainer_state.json', '[]')).toBe('is no JSON object')
    expect(await problemOf('trainer_state.json', '{"a": 1}')).toBe('has no list "log_history"')
    expect(await problemOf('trainer_state.json', Buffer.from([0x7b, 0xff]))).toBe('is not UTF-8')
  })
})

describe('results', () => {
  test('all_results.json', async () => {
    const said = byMetric(await saidBy('out/all_results.json', sample('hf_trainer/all_results.json')))
    expect(said).toMatchObject({
      'eval/accuracy': 0.4375,
      'test/loss': 0.694678544998169,
      'train/train_loss': 0.6928583234548569,
    })
    expect(said).not.toHaveProperty('epoch')
  })

  test.each(['train', 'eval', 'test'])('%s_results.json speaks of its split only', async split => {
    const {metrics = []} = await saidBy(`${split}_results.json`, sample(`hf_trainer/${split}_results.json`))
    expect(metrics.length).toBeGreaterThan(4)
    expect(new Set(metrics.map(each => each.split))).toEqual(new Set([split]))
  })

  test('a name without a prefix is of the file’s split', async () => {
    expect(byMetric(await saidBy('eval_results.json', '\ufeff{"perplexity": 12.5,\r\n "eval_loss": 2}'))).toEqual({
      'eval/perplexity': 12.5,
      'eval/loss': 2,
    })
    expect(byMetric(await saidBy('all_results.json', '{"perplexity": 12.5}'))).toEqual({perplexity: 12.5})
  })

  test('known by what is in it', async () => {
    const said = await saidBy('scores.json', sample('hf_trainer/eval_results.json'))
    expect(said.source).toBe('hf-results')
  })
})
