import {remembered} from '../../base/lazy'
import {foldName} from '../metric-name'
import {splitOfMetric} from './splits'

const COST =
  /(?:^|_)(?:latency|runtime|throughput|time|seconds|duration|speed|vram|ram|memory|rss|energy|co2)(?:_|$)|_per_(?:s|sec|second)$|_(?:ms|us)(?:_p?\d+)?$/
const PER_TOKEN = /(?:^|_)(?:perplexity|ppl|bits_per_token|loss_per_token|token_loss|nats_per_token)(?:_|$)/
const EXAMPLES = /^(?:support|n_?examples|num_(?:examples|samples)|(?:eval_|predict_)?samples|total|n|count)$/
const CLASSES =
  /^(?:per_)?class(?:es)?(?:$|_)|^per_(?:label|entity|type|lang(?:uage)?)(?:$|_)|^(?:label|entity|tag|type|lang(?:uage)?|intent|aspect)_(?:f1|precision|recall|accuracy|support|scores?)$|^(?:classification_)?report$|^by_\w+$/
const UPKEEP =
  /^(?:runtime|(?:samples|steps|tokens)_per_second|total_flos|learning_rate|lr|grad_norm|(?:model_preparation|jit_compilation)_time)$/

const NONE: ReadonlySet<string> = new Set()

const partsOf = (path: string) => path.split('.')

/** How long or how much it took: what the machine decides as much as the run. */
export const isCost = remembered((path: string) => partsOf(path).some(part => COST.test(foldName(part))))

/** Comparable only where texts are cut into the same tokens. */
export const isPerToken = remembered((path: string) => partsOf(path).some(part => PER_TOKEN.test(foldName(part))))

/** What a trainer logs of its runtime and schedule, beside every metric of a split: `dev.runtime`, `train.learning_rate`. */
export const isUpkeep = remembered((path: string) => {
  const parts = partsOf(path)
  return parts.length === 2 && UPKEEP.test(foldName(parts[1]!)) && splitOfMetric(path, NONE) !== undefined
})

/** How many examples something was measured on. */
export const isExampleCount = remembered((path: string) => EXAMPLES.test(foldName(partsOf(path).at(-1)!)))

/** The branch of per-class figures that a metric stands in (`test.class_f1` for `test.class_f1.neutral`), or undefined. */
export function classBranch(path: string): string | undefined {
  const parts = partsOf(path)
  const at = parts.findIndex(part => CLASSES.test(part))
  return at < 0 || at === parts.length - 1 ? undefined : parts.slice(0, at + 1).join('.')
}
