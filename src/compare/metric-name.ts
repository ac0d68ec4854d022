/** One spelling for the many of a metric: `Macro-F1` → `macro_f1`, `acc,none` → `acc`, `recall@10` → `recall`, `mAP50-95(B)` → `map50_95`. */
export function foldName(name: string): string {
  return name
    .slice(0, MAX_NAME)
    .toLowerCase()
    .replace(/\([^)]*\)$/, '')
    .replace(/,[^,]*$/, '')
    .replace(/@[\w.]+$/, '')
    .replace(/[-\s./]+/g, '_')
    .replace(/^_+|_+$/g, '')
}

/** A longer name is no metric that anybody has registered. */
const MAX_NAME = 200

const SPLIT = /^(?:metrics|train|eval|validation|valid|val|dev|test|predict)_/
const AVERAGE =
  /^(?:macro|micro|weighted|samples|binary|class|per_class|mean|avg|average|entity|overall|peak|max|best|final)_/
const PERCENTILE_FIRST = /^p\d{2}_/
const ENDING =
  /_(?:score|macro|micro|weighted|samples|binary|mean|avg|average|peak|median|p\d{1,3}|ms|us|s|sec|seconds|min|minutes|h|hours|b|kb|mb|gb|bytes|mib|gib|pct|percent|ovr|ovo|best|final)$/

/** The name and then ever shorter ones with a split, an average, a unit or a percentile taken off; at most a few dozen. */
export function* plainerNames(folded: string): Generator<string> {
  const seen = new Set([folded])
  for (const name of seen) {
    yield name
    for (const part of [SPLIT, ENDING, AVERAGE, PERCENTILE_FIRST]) {
      const shorter = name.replace(part, '')
      if (shorter !== '') seen.add(shorter)
    }
  }
}

/** A count, a position, a setting or a spread: it has a value and no better or worse. */
export function isNoResult(name: string): boolean {
  return NEVER.test(name.toLowerCase())
}

const NEVER =
  /(?:^|[_/])(?:stderr|std|stdev|stddev|var|ci|ci_?low|ci_?high)(?:,|$)|(?:^|\/)(?:(?:global_|_)?step|epochs?|lr|learning_rate|grad_norm|_?timestamp|_runtime|support|count|number|n|total|seed|(?:num|n)_\w+)$/
