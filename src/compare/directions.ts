import {at, isObject, type JsonObject} from '../base/json'
import type {Direction} from '../model/settings'
import {foldName, isNoResult, plainerNames} from './metric-name'
import {ALIASES, REGISTRY} from './metric-registry'

type Own = Readonly<Record<string, Direction>>

/**
 * Which way is better for the metric at a dotted path (`metrics.dev.macro_f1`, with or without `metrics.`); undefined: unknown,
 * and callers claim nothing. What the ledger says comes first (the path or any ending of it), then what the records say by their
 * sources, then the registry, then the name's last word. Never one for step, epoch, learning_rate or a standard error, unless the
 * ledger or a source itself names it.
 */
export function directionOf(path: string, ledger: Own, records: Own = {}): Direction | undefined {
  const parts = path.split('.')
  const said = ownDirection(parts, ledger) ?? ownDirection(parts, records)
  if (said) return said
  const last = parts.at(-1)!
  if (isNoResult(last)) return undefined
  return ofClasses(parts, ledger) ?? nearestKnown(parts, ledger)
}

function ownDirection(parts: readonly string[], ledger: Own): Direction | undefined {
  for (let from = 0; from < parts.length; from++) {
    const direction = own(ledger, parts.slice(from).join('.'))
    if (direction) return direction
  }
  return undefined
}

/** What records say themselves of their metrics, where those that say it agree. */
export function saidDirections(records: readonly JsonObject[]): Own {
  const said = new Map<string, Direction>()
  const odd = new Set<string>()
  for (const record of records) {
    const directions = at(record, 'directions')
    for (const [name, direction] of Object.entries(isObject(directions) ? directions : {})) {
      if (direction !== 'higher' && direction !== 'lower') continue
      if ((said.get(name) ?? direction) !== direction) odd.add(name)
      said.set(name, direction)
    }
  }
  return Object.fromEntries([...said].filter(([name]) => !odd.has(name)))
}

const own = (ledger: Own, name: string) => (Object.hasOwn(ledger, name) ? ledger[name] : undefined)

/** `class_f1.loss`: the label of a class may be the name of a metric; the metric is the branch. */
function ofClasses(parts: readonly string[], ledger: Own): Direction | undefined {
  const branch = parts.slice(0, -1).findLast(part => /^(?:per_)?class_./.test(part))
  return branch === undefined ? undefined : (own(ledger, branch) ?? known(branch))
}

/** The last part that is known: `latency_ms.p95`, `macro_f1.en` say in a branch what is measured. */
function nearestKnown(parts: readonly string[], ledger: Own): Direction | undefined {
  const metric = parts[0] === 'metrics' || parts[0] === 'resources' ? parts.slice(1) : parts
  for (const part of metric.toReversed()) {
    const direction = own(ledger, part) ?? known(part)
    if (direction) return direction
    // `f1.gap` is no F1: the leaf says that something else is measured.
    if (TURNED.test(foldName(part))) return undefined
  }
  return undefined
}

function known(part: string): Direction | undefined {
  const name = foldName(part)
  if (TURNED.test(name)) return undefined
  if (/^neg_/.test(name)) return negated(name)
  for (const plain of plainerNames(name)) {
    const direction = REGISTRY.get(ALIASES.get(plain) ?? plain)
    if (direction) return direction
  }
  return heuristic(name)
}

/** A change or a spread of a metric is not the metric. */
const TURNED = /(?:^|_)(?:drop|gap|delta|diff|difference|change|ratio|threshold|target|inverse|weight|coef)(?:_|$)/

/** scikit-learn's `neg_*_error` scorers are turned already; `neg_f1` is the F1 of a class; `neg_loss` could be either. */
function negated(name: string): Direction | undefined {
  if (name === 'neg_log_likelihood') return 'lower'
  if (/_(?:error|log_loss|brier_score|deviance|likelihood_ratio)$/.test(name)) return 'higher'
  return known(name.slice('neg_'.length)) === 'higher' ? 'higher' : undefined
}

/** The last word, for names that no registry holds: `sentiment_f1`, `decode_latency`, `tokens_per_s`. */
function heuristic(name: string): Direction | undefined {
  if (/_per_(?:s|sec|second)$/.test(name)) return 'higher'
  if (/^(?:us|ms|s|seconds)_per_/.test(name)) return 'lower'
  for (const plain of plainerNames(name)) {
    if (/(?:^|_)(?:loss|error|perplexity|ppl|time|latency|wer|cer|rmse|mae|mse)$/.test(plain)) return 'lower'
    if (/(?:^|_)(?:accuracy|acc|f1|precision|recall|auc|bleu|mcc)$/.test(plain)) return 'higher'
  }
  return undefined
}
