/** First that matches a file's name counts. */
const ROLES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:optimizer|optim)\b.*\.(?:pt|pth|bin|safetensors|h5)$|^(?:scheduler|scaler)\.(?:pt|pth|bin)$|^rng_state.*\.(?:pt|pth)$/,
    'training_state',
  ],
  [
    /^(?:tokenizer.*|special_tokens_map|added_tokens)\.json$|^vocab(?:ulary)?\.(?:txt|json)$|^merges\.txt$|\.spm$|^(?:spiece|sentencepiece.*)\.model$/,
    'tokenizer',
  ],
  [/\.(?:safetensors|pt|pth|ckpt|onnx|h5|keras|gguf)$|^pytorch_model.*\.bin$|^model.*\.(?:bin|pkl|joblib)$/, 'weights'],
  [/confusion/, 'confusion_matrix'],
  [/^(?:errors?|misclassified|mistakes)[\w.-]*\.(?:jsonl?|csv|tsv|txt|html|md)$/, 'errors'],
  [/^(?:predictions?|preds|outputs?|generations?)[\w.-]*\.(?:jsonl?|csv|tsv|txt|parquet|npy)$/, 'predictions'],
  [/^(?:training_args\.bin|.*config.*\.(?:json|ya?ml|toml))$/, 'config'],
  [/\.(?:png|svg|jpe?g|pdf)$/, 'plot'],
  [/\.log$/, 'log'],
]

/** What a file is to a run, by its name alone; undefined where that says nothing. */
export function roleOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return ROLES.find(([pattern]) => pattern.test(name))?.[1]
}

/** What only going on with a training needs: large, and of no use to a reader, so it is recorded when named by itself. */
export const isTrainingState = (path: string) => roleOf(path) === 'training_state'
