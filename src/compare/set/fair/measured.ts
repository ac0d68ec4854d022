import {classBranch, isCost, isPerToken} from '../metric-kinds'
import {splitOfMetric} from '../splits'
import type {Profile} from './profile'
import type {Finding} from './reason'
import {agreement, differs, type Said, wordsOf} from './said'

/** A finding about one rival; the rival is added by who asks. */
export type Found = Omit<Finding, 'rival'>

/** What all rules know of the metrics at hand. */
export interface Scope {
  /** Paths of every metric that some rival has. */
  readonly metrics: readonly string[]
  /** Split of each metric whose path names one. */
  readonly splits: ReadonlyMap<string, string | undefined>
  readonly primary: string | undefined
}

export const scopeOf = (
  metrics: readonly string[],
  known: ReadonlySet<string>,
  primary: string | undefined,
): Scope => ({
  metrics,
  splits: new Map(metrics.map(path => [path, splitOfMetric(path, known)])),
  primary,
})

/** On what, by what and on which machine it was measured: another of these makes another measure. */
export function measuredOtherwise(own: Profile, base: Profile, scope: Scope): Found[] {
  return [
    ...splitFindings(own, base, scope),
    ...exampleFindings(own, base, scope),
    ...definitionFindings(own, base, scope),
    ...evaluationFindings(own, base),
    ...hardwareFindings(own, base, scope),
    ...tokenFindings(own, base, scope),
  ]
}

const against = (what: string, own: Said | undefined, base: Said | undefined) =>
  `${what} is ${wordsOf(own)}, that of the baseline ${wordsOf(base)}`

/** Metrics of a split; those that name none may be of any but training. */
const ofSplit = ({metrics, splits}: Scope, split: string) =>
  metrics.filter(path => !isCost(path) && (splits.get(path) ?? split) === split)

const evaluated = ({metrics, splits}: Scope) => metrics.filter(path => !isCost(path) && splits.get(path) !== 'train')

function splitFindings(own: Profile, base: Profile, scope: Scope): Found[] {
  const named = [...scope.splits.values()].filter(split => split !== undefined)
  const known = [...own.splits.keys(), ...base.splits.keys()]
  const splits = [...new Set([...named, ...known])].filter(split => split !== 'train')
  const found = splits.flatMap((split): Found[] => {
    const metrics = ofSplit(scope, split)
    const [mine, theirs] = [own.splits.get(split), base.splits.get(split)]
    if (metrics.length === 0 || agreement(mine, theirs) !== 'other') return []
    return [{kind: 'split', level: 'bars', text: against(`the ${split} split`, mine, theirs), metrics}]
  })
  return [...found, ...unknownSplits(own, base, scope, splits)]
}

/** Where no hash tells: another name is another data set; the same name, or none, leaves it open. */
function unknownSplits(own: Profile, base: Profile, scope: Scope, splits: readonly string[]): Found[] {
  const open = splits.filter(split => agreement(own.splits.get(split), base.splits.get(split)) === 'unknown')
  const metrics =
    splits.length === 0
      ? evaluated(scope)
      : scope.metrics.filter(path => !isCost(path) && open.includes(scope.splits.get(path) ?? ''))
  if (metrics.length === 0) return []
  if (differs(own.dataset, base.dataset)) {
    return [{kind: 'split', level: 'bars', text: against('the data set', own.dataset, base.dataset), metrics}]
  }
  const which = open.length === 0 ? 'the data measured on' : `the ${open.join(' and ')} split`
  return [{kind: 'split-unknown', level: 'note', text: `nobody knows whether ${which} is the same: no hash`, metrics}]
}

function exampleFindings(own: Profile, base: Profile, scope: Scope): Found[] {
  return [...own.examples].flatMap(([name, mine]): Found[] => {
    const theirs = base.examples.get(name)
    if (!differs(mine, theirs) || name === 'rows of train') return []
    const split = name.startsWith('rows of ') ? name.slice('rows of '.length) : scope.splits.get(name)
    if (split === 'train') return []
    const metrics = split === undefined ? evaluated(scope) : ofSplit(scope, split)
    if (metrics.length === 0) return []
    // Each class has its support, and one line says enough.
    const branch = classBranch(name)
    if (branch !== undefined) {
      const text = `${branch} counts other numbers of examples than the baseline`
      return [{kind: 'examples', level: 'bars', text, metrics}]
    }
    return [{kind: 'examples', level: 'bars', text: against(name, mine, theirs), metrics}]
  })
}

/** Params of the measure itself, by the last part of their path. */
const AVERAGE = /^(?:average|averaging|f1_average|metric_average)$/
const MEASURE =
  /^(?:metric_version|task_version|normali[sz]e_(?:text|answers?)|ignore_case|tokenize_for_bleu|zero_division|iou_threshold)$/
const AVERAGED = /(?:^|[._])(?:f1|precision|recall|fbeta|jaccard|roc_auc)(?:[._]|$)/i
const SAYS_AVERAGE = /macro|micro|weighted|samples|binary|class/i
/** They compute metrics, and have changed how. */
const MEASURING_LIBS = [
  'seqeval',
  'sacrebleu',
  'evaluate',
  'rouge_score',
  'rouge-score',
  'lm_eval',
  'lm-eval',
  'jiwer',
  'bert_score',
  'bert-score',
  'unbabel-comet',
  'pycocotools',
]

function definitionFindings(own: Profile, base: Profile, scope: Scope): Found[] {
  const params = [...own.params].flatMap(([path, mine]): Found[] => {
    const last = path.slice(path.lastIndexOf('.') + 1)
    const theirs = base.params.get(path)
    if (!differs(mine, theirs)) return []
    const text = against(path, mine, theirs)
    if (MEASURE.test(last)) return [{kind: 'definition', level: 'bars', text, metrics: evaluated(scope)}]
    if (!AVERAGE.test(last)) return []
    const metrics = scope.metrics.filter(metric => AVERAGED.test(metric) && !SAYS_AVERAGE.test(metric))
    return metrics.length === 0 ? [] : [{kind: 'definition', level: 'bars', text, metrics}]
  })
  const libs = MEASURING_LIBS.flatMap((lib): Found[] => {
    const [mine, theirs] = [own.libs.get(lib), base.libs.get(lib)]
    if (!differs(mine, theirs)) return []
    return [{kind: 'definition', level: 'note', text: against(`${lib}, which measures,`, mine, theirs)}]
  })
  return [...params, ...libs]
}

function evaluationFindings(own: Profile, base: Profile): Found[] {
  if (!own.evaluation || !base.evaluation) return []
  const files = [...new Set([...own.evaluation.keys(), ...base.evaluation.keys()])].filter(
    file => agreement(own.evaluation!.get(file), base.evaluation!.get(file)) !== 'same',
  )
  if (files.length === 0) return []
  const [first, ...more] = files.sort()
  const others = more.length > 0 ? ` and ${more.length} more` : ''
  return [{kind: 'evaluation-code', level: 'note', text: `${first}${others} is not what measured the baseline`}]
}

function hardwareFindings(own: Profile, base: Profile, scope: Scope): Found[] {
  const metrics = scope.metrics.filter(isCost)
  if (metrics.length === 0) return []
  return ['gpu', 'cpu'].flatMap((part): Found[] => {
    const [mine, theirs] = [own.hardware.get(part), base.hardware.get(part)]
    if (!differs(mine, theirs)) return []
    return [{kind: 'hardware', level: 'bars', text: against(`the ${part.toUpperCase()}`, mine, theirs), metrics}]
  })
}

export const TOKENIZER =
  /^(?:tokenizer(?:_(?:name|type|class|id|name_or_path))?|use_fast(?:_tokenizer)?|tokenization|vocab(?:ulary)?(?:_(?:file|size))?|subword_model)$/
export const MODEL =
  /^(?:base_model(?:_name)?|model(?:_(?:name|id|type|name_or_path))?|pretrained(?:_model)?(?:_name)?(?:_or_path)?|_name_or_path|backbone|encoder|checkpoint)$/

/** Perplexity is a mean over tokens, and other tokens are other ones. */
function tokenFindings(own: Profile, base: Profile, scope: Scope): Found[] {
  const metrics = scope.metrics.filter(isPerToken)
  if (metrics.length === 0) return []
  const of = (pattern: RegExp) =>
    [...own.params].find(
      ([path, mine]) => pattern.test(path.slice(path.lastIndexOf('.') + 1)) && differs(mine, base.params.get(path)),
    )
  const [path, mine] = of(TOKENIZER) ?? of(MODEL) ?? []
  if (path === undefined) return []
  const text = `${against(path, mine, base.params.get(path))}: figures per token are of other tokens`
  return [{kind: 'tokenizer', level: 'bars', text, metrics}]
}
