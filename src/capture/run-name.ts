import {scriptAt, type TypedParam, typedParams} from './argv-params'

/** What is known of a run before it starts. */
export interface NameFacts {
  readonly argv: readonly string[]
  /** The day, as `2026-01-05`. */
  readonly date: string
  /** Stands for the task where none is given; say, the ledger's name or the repository's. */
  readonly project?: string | undefined
  readonly task?: string | undefined
  readonly dataset?: string | undefined
  readonly group?: string | undefined
  /** As `{task}_{dataset}_{model}_lr{lr}_{date}`: any of the fields, or of the command's params, in braces. */
  readonly rule?: string | undefined
}

const RULE = '{task}_{dataset}_{model}_{key}_{date}'
/** Characters. */
const MAX_NAME = 80
const MAX_PART = 32

/** Field → how commands spell it, best first. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  task: ['task', 'task_name', 'trainer.task'],
  dataset: [
    'dataset',
    'dataset_name',
    'data_name',
    'dataset_id',
    'scenario',
    'domain',
    'data',
    'dataset_path',
    'data_path',
    'data_dir',
    'train_file',
    'train_data',
  ],
  model: [
    'model',
    'model_name_or_path',
    'model_name',
    'model_id',
    'pretrained_model_name_or_path',
    'base_model',
    'arch',
    'architecture',
    'encoder',
    'backbone',
    'model_path',
    'model.name',
    'm',
  ],
  lr: ['lr', 'learning_rate', 'learningrate', 'optimizer.lr', 'optim.lr', 'train.lr', 'training.learning_rate'],
  bs: ['bs', 'batch_size', 'per_device_train_batch_size', 'train_batch_size', 'train.batch_size', 'b'],
  ep: ['ep', 'epochs', 'num_train_epochs', 'num_epochs', 'max_epochs', 'n_epochs', 'train.epochs'],
  tokenizer: ['tokenizer', 'tokenizer_name', 'tokenizer_type', 'tokenizer_name_or_path', 'tokenizer.name'],
  max_length: ['max_length', 'max_len', 'max_seq_length', 'max_seq_len'],
  dropout: ['dropout', 'dropout_rate', 'model.dropout'],
  seed: ['seed', 'random_seed', 'random_state', 'train.seed'],
}
/** The one param that tells runs of a series apart is mostly the first of these that is given; a seed only repeats what another tells. */
const KEY_PARAMS = ['lr', 'bs', 'ep', 'tokenizer', 'max_length', 'dropout', 'seed']
const SECRET = /token(?!i[sz])|secret|passw|api_?key|authorization|credential|private_?key/i

/**
 * A name by the convention `<task>_<dataset>_<model>_<key param>_<date>`, or by the ledger's own rule; fields that are not
 * known are left out with the words around them. Only a-z, 0-9, `.`, `_` and `-`; at most 80 characters.
 */
export function runName(facts: NameFacts): string {
  const params = typedParams(facts.argv)
  const parts = partsOf(facts.rule ?? RULE, facts, params)
  if (parts.every(part => part === '' || part === spelled(facts.date)))
    parts.unshift(spelled(scriptName(facts.argv) ?? '') || 'run')
  return fitted(parts.filter(part => part !== ''))
}

/** A rule's underscores part it; a part that has an unknown field is dropped as a whole. */
function partsOf(rule: string, facts: NameFacts, params: ReadonlyMap<string, TypedParam>): string[] {
  return rule.split(/_(?![^{}]*\})/).map(part => {
    const fields = [...part.matchAll(/\{([^{}]*)\}/g)].map(match => fieldValue(match[1]!.trim(), facts, params))
    if (fields.includes(undefined)) return ''
    return spelled(part.replace(/\{[^{}]*\}/g, () => fields.shift() ?? ''))
  })
}

/** A field's text, spelled; undefined where it is not known. */
function fieldValue(field: string, facts: NameFacts, params: ReadonlyMap<string, TypedParam>): string | undefined {
  const text =
    knownFact(field, facts) ?? (field === 'key' ? keyParam(params) : paramText(field, params)) ?? fallback(field, facts)
  const value =
    text === undefined
      ? ''
      : spelled(text)
          .slice(0, MAX_PART)
          .replace(/[.-]+$/, '')
  return value === '' ? undefined : value
}

function knownFact(field: string, facts: NameFacts): string | undefined {
  if (field === 'date') return facts.date
  if (field === 'script') return scriptName(facts.argv)
  if (field === 'project' || field === 'task' || field === 'dataset' || field === 'group')
    return facts[field] || undefined
  return field === 'scenario' ? facts.dataset || undefined : undefined
}

function fallback(field: string, {project, argv}: NameFacts): string | undefined {
  return field === 'task' ? project || scriptName(argv) : undefined
}

function keyParam(params: ReadonlyMap<string, TypedParam>): string | undefined {
  for (const name of KEY_PARAMS) {
    const text = paramText(name, params)
    if (text !== undefined) return /^[\d.+-]/.test(text) ? `${name}${text}` : `${name}-${text}`
  }
  return undefined
}

/** A param by its name, by the field's other spellings, or as the last part of a dotted name. */
function paramText(field: string, params: ReadonlyMap<string, TypedParam>): string | undefined {
  const name = field.replaceAll('-', '_')
  const known = Object.keys(SPELLINGS).find(each => each === name || SPELLINGS[each]!.includes(name))
  const spellings = [name, ...(known === undefined ? [] : SPELLINGS[known]!)]
  const found = spellings.find(each => params.has(each)) ?? [...params.keys()].find(each => each.endsWith(`.${name}`))
  const param = found === undefined || SECRET.test(found) ? undefined : params.get(found)
  if (!param || typeof param.value === 'boolean') return undefined
  return typeof param.value === 'number' ? numberText(param.value) : lastPart(param.text)
}

/** `1e-4` for what is below a hundredth, as people say it; `0.05`, `16` and `100000` as they are. */
function numberText(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? value.toExponential() : String(value)
}

/** `org/model` and `data/tweets.jsonl` without what is before and behind the name. */
function lastPart(text: string): string {
  const path = text.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '')
  return path.replace(/\.(?:jsonl?|csv|tsv|txt|parquet|arrow|ya?ml|pt|bin|safetensors)(?:\.gz|\.zst)?$/i, '')
}

function scriptName(argv: readonly string[]): string | undefined {
  const at = scriptAt(argv)
  const script = argv[at === -1 ? 0 : at]
  if (script === undefined) return undefined
  const name = script.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '')
  return argv[at - 1] === '-m' ? script.replace(/\.__main__$/, '').replace(/^.*\./, '') : name
}

/** Accents fall away, and every other run of characters that a name cannot have becomes one hyphen. */
function spelled(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
}

/** The longest part is cut first, from its end; the date is short and stays. */
function fitted(parts: readonly string[]): string {
  const cut = [...parts]
  while (cut.join('_').length > MAX_NAME) {
    const longest = cut.reduce((best, part, i) => (part.length > cut[best]!.length ? i : best), 0)
    if (cut[longest]!.length <= 10) cut.splice(-2, 1)
    else cut[longest] = cut[longest]!.slice(0, -1).replace(/[.-]+$/, '')
  }
  return cut.join('_')
}
