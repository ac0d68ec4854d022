import {isTrainingState, roleOf} from '../../../src/artifacts/role'

test('what a file is to a run, by its name', () => {
  const roles: readonly (readonly [string, string | undefined])[] = [
    ['out/model.safetensors', 'weights'],
    ['pytorch_model-00001-of-00002.bin', 'weights'],
    ['model.pkl', 'weights'],
    ['ckpt/optimizer.pt', 'training_state'],
    ['ckpt/scheduler.pt', 'training_state'],
    ['ckpt/rng_state_0.pth', 'training_state'],
    ['ckpt/scaler.pt', 'training_state'],
    ['tokenizer.json', 'tokenizer'],
    ['tokenizer_config.json', 'tokenizer'],
    ['vocab.txt', 'tokenizer'],
    ['spiece.model', 'tokenizer'],
    ['confusion_matrix.png', 'confusion_matrix'],
    ['errors.jsonl', 'errors'],
    ['test_predictions.csv', undefined],
    ['predictions.csv', 'predictions'],
    ['config.json', 'config'],
    ['training_args.bin', 'config'],
    ['loss.png', 'plot'],
    ['train.log', 'log'],
    ['metrics.json', undefined],
    ['optimizer_notes.md', undefined],
  ]
  for (const [path, role] of roles) expect([path, roleOf(path)]).toEqual([path, role])
  expect(['a/optimizer.pt', 'a/model.pt'].map(isTrainingState)).toEqual([true, false])
})
