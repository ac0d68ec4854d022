/** Many words for one split: what is learnt from, what is tuned on, and what is tested on. */
export const SPLIT_WORDS: Readonly<Record<string, 'train' | 'dev' | 'test'>> = {
  train: 'train',
  training: 'train',
  dev: 'dev',
  val: 'dev',
  valid: 'dev',
  validation: 'dev',
  eval: 'dev',
  evaluation: 'dev',
  test: 'test',
  predict: 'test',
}

/** `train`, `dev` or `test` by any of their names; another name as it is. */
export const splitNamed = (name: string): string =>
  Object.hasOwn(SPLIT_WORDS, name.toLowerCase()) ? SPLIT_WORDS[name.toLowerCase()]! : name

/** What may stand between the word and the end of a file's name: `train_data.csv`, `train-00000-of-00002.parquet`, `train_1.jsonl`. */
const AFTER = /^(?:data|set|split|part|shard|of)$/

/** The split that a file is called after, in its own word: `tweets_dev.csv` → `dev`. A file that says more (`train_log.csv`) is none. */
export function splitOfFileName(path: string): string | undefined {
  const stem = path.slice(path.lastIndexOf('/') + 1).split('.', 1)[0]!
  const words = stem
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(word => word !== '')
  const at = words.findIndex(word => Object.hasOwn(SPLIT_WORDS, word) && word !== 'predict')
  if (at === -1 || words.some((word, i) => i !== at && Object.hasOwn(SPLIT_WORDS, word))) return undefined
  return words.slice(at + 1).every(word => AFTER.test(word)) ? words[at] : undefined
}
