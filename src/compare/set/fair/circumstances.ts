import {plural} from '../../../base/text'
import {type Found, MODEL, TOKENIZER} from './measured'
import type {Profile} from './profile'
import type {ReasonKind} from './reason'
import {differs, type Said, wordsOf} from './said'

const REVISION = /^(?:(?:base_)?model_)?revision$|^_commit_hash$/
const PROMPT =
  /^(?:(?:\w+_)?(?:prompt|prompts|instruction|instructions|system_message|chat_template)(?:_(?:template|text|name|id|version|file))?|num_fewshot|few_?shot|n_?shots?)$/
/** How long it may learn. */
const BUDGET =
  /^(?:(?:num_)?(?:train_)?(?:epochs?|steps)|(?:max|total|num_train|max_train)_(?:epochs|steps|iters|iterations|tokens|samples|examples)|max_iter|n_iter|iterations|time_limit|max_time|n_trials)$/

/** What a reader must know beside the figures; nothing of it keeps them from being compared. */
export function circumstances(own: Profile, base: Profile): Found[] {
  return [
    ...ofParams(own, base),
    ...ofInputs(own, base),
    ...seeds(own, base),
    ...trainData(own, base),
    ...environment(own, base),
    ...ofItself(own),
  ]
}

/** What is to be said of one rival alone, the baseline too. */
export function ofItself({unfinished, resumed, notFinite, rival}: Profile): Found[] {
  const of = (some: number) => (rival.runs.length === 1 ? 'it' : `${some} of ${rival.runs.length} runs`)
  const unknown = rival.unknownSeeds
  return [
    ...(unfinished.length > 0
      ? [note('unfinished', `${of(unfinished.length)} did not finish: ${[...new Set(unfinished)].join(', ')}`)]
      : []),
    ...diverged(notFinite, rival.runs.length),
    ...(resumed > 0 ? [note('resumed', `${of(resumed)} stopped and went on later`)] : []),
    ...(unknown > 0
      ? [
          note(
            'seeds-unknown',
            rival.runs.length === 1 ? 'nobody knows its seed' : `nobody knows the seed of ${of(unknown)}`,
          ),
        ]
      : []),
  ]
}

/** A seed that diverged is in no mean, and whoever reads the mean must know it. */
function diverged(notFinite: Profile['notFinite'], runs: number): Found[] {
  const metrics = [...notFinite.keys()]
  const [first, ...more] = metrics
  if (first === undefined) return []
  const which = more.length > 0 ? `${first} and ${plural(more.length, 'more metric')}` : first
  const where = runs === 1 ? '' : ` in ${Math.max(...notFinite.values())} of ${runs} runs, which no mean counts`
  return [{kind: 'not-finite', level: 'note', text: `${which} came out as NaN or infinite${where}`, metrics}]
}

const note = (kind: ReasonKind, text: string): Found => ({kind, level: 'note', text})
const against = (what: string, own: Said | undefined, base: Said | undefined) =>
  `${what} is ${wordsOf(own)}, that of the baseline ${wordsOf(base)}`

function ofParams(own: Profile, base: Profile): Found[] {
  const found: Found[] = []
  for (const [path, mine] of own.params) {
    const theirs = base.params.get(path)
    if (!differs(mine, theirs)) continue
    const last = path.slice(path.lastIndexOf('.') + 1)
    const kind = kindOf(last)
    if (kind) found.push(note(kind, against(path, mine, theirs)))
  }
  return found
}

function kindOf(last: string): ReasonKind | undefined {
  if (MODEL.test(last) || REVISION.test(last)) return 'base-model'
  if (TOKENIZER.test(last)) return 'tokenizer'
  if (PROMPT.test(last)) return 'prompt'
  return BUDGET.test(last) ? 'budget' : undefined
}

const ROLES: readonly (readonly [role: string, kind: ReasonKind, what: string])[] = [
  ['base_model', 'base-model', 'the base model, by what it holds,'],
  ['checkpoint', 'base-model', 'the checkpoint it began with'],
  ['tokenizer', 'tokenizer', 'the tokenizer, by what it holds,'],
  ['prompt', 'prompt', 'the prompt file'],
]

function ofInputs(own: Profile, base: Profile): Found[] {
  return ROLES.flatMap(([role, kind, what]) => {
    const [mine, theirs] = [own.inputs.get(role), base.inputs.get(role)]
    return differs(mine, theirs) ? [note(kind, against(what, mine, theirs))] : []
  })
}

function seeds({rival: own}: Profile, {rival: base}: Profile): Found[] {
  const [mine, theirs] = [own.seeds.length, base.seeds.length]
  if (mine === 0 || theirs === 0) return []
  if (mine !== theirs) return [note('seeds-number', `${numberOf(mine)}, the baseline has ${theirs}`)]
  const other = own.seeds.some(seed => !base.seeds.includes(seed))
  const which = mine === 1 ? 'the seed is not that of the baseline' : 'the seeds are not those of the baseline'
  return other ? [note('seeds-other', which)] : []
}

const numberOf = (seeds: number) => (seeds === 1 ? 'it has one seed' : `it has ${seeds} seeds`)

function trainData(own: Profile, base: Profile): Found[] {
  const [mine, theirs] = [own.splits.get('train'), base.splits.get('train')]
  return differs(mine, theirs) ? [note('train-data', against('the training data', mine, theirs))] : []
}

const SHOWN_LIBS = 4

/** In one line: a version more or less seldom matters, and when it does one must know. */
function environment(own: Profile, base: Profile): Found[] {
  const moved = [own.platform, own.libs].flatMap((names, i) =>
    [...names].flatMap(([name, mine]) => {
      const theirs = (i === 0 ? base.platform : base.libs).get(name)
      return differs(mine, theirs) ? [`${name} ${wordsOf(theirs)} → ${wordsOf(mine)}`] : []
    }),
  )
  if (moved.length === 0) return []
  const more = moved.length > SHOWN_LIBS ? [`${moved.length - SHOWN_LIBS} more`] : []
  return [
    note('environment', `other versions than the baseline: ${[...moved.slice(0, SHOWN_LIBS), ...more].join(', ')}`),
  ]
}
