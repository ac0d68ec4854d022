import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import Ajv2020, {type ValidateFunction} from 'ajv/dist/2020'
import {COMMANDS} from '../../src/commands/registry'
import {tempFolder} from '../support/git'
import {noise, plainRecord, type Workplace, workplace} from '../support/workplace'

const FOLDER = 'schemas/output'
const ajv = new Ajv2020({strict: true, strictTypes: false, strictRequired: false, allErrors: true})
const fileOf = (id: string) => join(FOLDER, `${id.replaceAll(' ', '-')}.schema.json`)

function schema(id: string): ValidateFunction {
  const text = readFileSync(fileOf(id), 'utf8')
  return ajv.getSchema(id) ?? ajv.addSchema(JSON.parse(text), id).getSchema(id)!
}

/** Every way a value breaks a schema; none when it satisfies it. */
function problems(id: string, value: unknown): string[] {
  const validate = schema(id)
  validate(value)
  return (validate.errors ?? []).map(({instancePath, message, params}) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
  )
}

let place: Workplace
beforeAll(() => {
  place = workplace({ledger: false})
  noise(join(place.cwd, 'big.bin'), 200_000)
  const remote = join(tempFolder('remote'), 'shared.git')
  place.git('init', '--quiet', '--bare', remote)
  place.git('remote', 'add', 'origin', remote)
})

test('every command has one, and every one a command', () => {
  const files = readdirSync(FOLDER).sort()
  expect(files).toEqual([...Object.keys(COMMANDS), 'error'].map(id => fileOf(id).slice(FOLDER.length + 1)).sort())
  for (const file of files) {
    const {$schema, title} = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))
    expect([file, $schema]).toEqual([file, 'https://json-schema.org/draft/2020-12/schema'])
    expect([file, title]).toEqual([file, expect.stringMatching(/--json/)])
  }
})

const batch = ['three', 'four'].map(name => JSON.stringify(plainRecord(name))).join('\n')
const record = (name: string) => JSON.stringify(plainRecord(name, {artifacts: ['big.bin', 'nowhere.pt'], task: 'ner'}))

/** In this order, each after the ones before. */
const ANSWERS: readonly (readonly [id: string, flags: readonly string[], input?: string])[] = [
  ['init', ['--dry-run']],
  ['template list', []],
  ['init', []],
  ['init', ['--offline', '--template', 'generic']],
  ['record', ['-', '--dry-run'], record('one')],
  ['record', ['-', '--tag', 'base', '--note', 'keep'], record('one')],
  ['record', ['-'], record('two').replace('0.0001', '0.1').replace('0.84', '0.9')],
  ['record', ['-'], batch],
  ['record', ['-', '--dry-run'], batch],
  ['tag', ['one', 'good', '--remove', 'base']],
  ['tag', ['one', 'good']],
  ['tag', ['one', 'bad', '--dry-run']],
  ['note', ['one', 'what we saw']],
  ['search', ['saw']],
  ['search', ['nowhere']],
  ['complete', ['fields', 'name,params.']],
  ['note', ['one', 'what we saw', '--dry-run']],
  ['note', ['one', '-'], 'from a pipe'],
  ['ls', []],
  ['ls', ['--where', 'params.lr > 0.01 && env.python == "3.11"', '--sort', 'name', '--limit', '1']],
  ['ls', ['--where', 'name == "nobody"']],
  ['show', ['one']],
  ['show', ['latest']],
  ['log', []],
  ['log', ['one']],
  ['diff', ['one', 'two']],
  ['diff', ['one', 'two', '--all']],
  ['diff', ['one', 'one']],
  ['diff', ['one', 'four', '--exit-code']],
  ['diff', ['one', 'two', '--stat']],
  ['template list', []],
  ['template show', []],
  ['template show', ['token-classification']],
  ['template check', ['generic']],
  ['template check', ['token-classification']],
  ['template check', ['./generic.schema.json']],
  ['config', []],
  ['config', ['exp.store']],
  ['config', ['exp.lockTimeout', '5']],
  ['config', ['--unset', 'exp.lockTimeout']],
  ['recover', []],
  ['run', ['--name', 'five', '-a', 'generic*', '--', 'true']],
  ['run', ['--name', 'six', '--data', 'train=big.bin', '-a', 'nothing.pt', '--', 'false']],
  ['run', ['--name', 'seven', '--template', 'token-classification', '--', 'no-such-program']],
  ['show', ['five']],
  ['show', ['six']],
  ['start', ['--name', 'eight', '--tag', 'base']],
  ['start', ['--name', 'nine', '--', 'python3', 'train.py']],
  ['put', ['eight', 'dev.f1=0.5', 'loss=inf', '--step', '3']],
  ['put', ['eight', 'final=1']],
  ['show', ['eight']],
  ['ls', ['--where', 'status == "running"']],
  ['finish', ['eight', '--artifact', 'generic*', '--keep', 'big.bin']],
  ['finish', ['nine', '--status', 'preempted', '--reason', 'a night at a time']],
  ['run', ['--in', 'nine', '--', 'true']],
  ['show', ['nine']],
  ['curves', ['eight', 'one']],
  ['curves', ['--where', 'true', '-m', 'loss']],
  ['curves', ['--where', 'true', '-m', 'loss', '--mean']],
  ['curves', ['--where', 'true', '--group-by', 'status']],
  ['recover', []],
  ['doctor', []],
  ['artifact add', ['five', 'big.bin', '--dry-run']],
  ['artifact add', ['five', 'big.bin']],
  ['artifact add', ['five', 'predictions.csv']],
  ['artifact add', ['six', 'predictions.csv']],
  ['artifact ls', ['five']],
  ['artifact open', ['five', 'predictions']],
  ['artifact open', ['five', 'big.bin']],
  ['artifact open', ['five', 'big.bin', '--with', 'true']],
  ['artifact open', ['five']],
  ['checkout', ['six', '--dry-run']],
  ['checkout', ['six', '--link-data']],
  ['checkout', ['--list']],
  ['checkout', ['--remove', 'six', '--dry-run']],
  ['checkout', ['--remove', 'six']],
  ['best', ['five', 'six', 'one', 'two', '--metric', 'latency_ms_p95']],
  ['best', ['--objectives', 'latency_ms_p95,dev.macro_f1']],
  ['compare', ['five', 'six', 'one', 'two']],
  ['compare', ['--where', 'true', '--group-by', 'id', '--baseline', 'one', '--across', 'split']],
  ['examples', ['five', 'six', '--errors', '5']],
  ['sync', ['--dry-run']],
  ['sync', []],
  ['push', []],
  ['fetch', []],
  ['run', ['--name', 'ten', '--parent', 'one', '--input', 'base_model=big.bin', '--', 'true']],
  ['lineage', ['ten']],
  ['lineage', ['one', '--depth', '1', '--limit', '1']],
  ['code', []],
  ['code', ['main', '--limit', '1']],
  ['code', ['--trailer', 'one', '--trailer', 'two']],
  ['log', ['--', 'train.py', 'big.bin']],
  ['reproduce', ['five', '--plan']],
  ['reproduce', ['six', '--by', 'five']],
  ['reproduce', ['one', '--by', 'two', '--by', 'three', '--tolerance', '10%']],
  ['reproduce', ['five', '--yes']],
  ['completion', ['zsh']],
  ['completion', ['bash', '--install']],
  ['help', []],
  ['help', ['template']],
  ['version', []],
]

/** Every third is wrong in `six`; the last has no gold label, and one label is only predicted. */
function predictionsOf(run: string): string {
  const rows = Array.from({length: 12}, (_, i) => {
    const gold = i === 11 ? '' : i % 2 ? 'pos' : 'neg'
    return `${i},${gold},${run === 'six' && i % 3 === 0 ? 'odd' : gold},${run === 'six' ? i / 7 : 0.1},${i < 6 ? 'de' : 'en'}`
  })
  return ['id,label,pred,loss,lang', ...rows, ''].join('\n')
}

for (const [id, flags, input = ''] of ANSWERS) {
  test([id, ...flags].join(' '), () => {
    place.write('generic.schema.json', {type: 'object', required: ['hypothesis']})
    place.write('predictions.csv', predictionsOf(flags[0]!))
    const answer = answerOf([...id.split(' '), ...flags], input)
    expect(answer.error).toBeUndefined()
    expect([answer, problems(id, answer)]).toEqual([answer, []])
  })
}

/** What `--json` prints; words behind `--` are another command's. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
function answerOf(words: readonly string[], input: string): any {
  const own = words.includes('--') ? words.indexOf('--') : words.length
  const {stdout, stderr} = place.exp([...words.slice(0, own), '--json', ...words.slice(own)], {input})
  if (stdout === '') throw new Error(`git exp ${words.join(' ')} answered nothing: ${stderr}`)
  return JSON.parse(stdout)
}

test('diff, with texts, and numbers that JSON has not', () => {
  const files = {artifacts: ['config.yaml'], metrics: {dev: {macro_f1: 0.5}}}
  for (const [name, text, f1] of [
    ['before', 'lr: 1\n', 'NaN'],
    ['after', 'lr: 2\n', '90'],
  ] as const) {
    place.write('config.yaml', text)
    const input = JSON.stringify(plainRecord(name, files)).replace('0.5', f1)
    expect(place.json(['record', '-'], {input}).error).toBeUndefined()
  }
  const answer = place.json(['diff', 'before', 'after'])
  expect(answer.texts).toHaveLength(1)
  expect([answer, problems('diff', answer)]).toEqual([answer, []])
})

test('diff, with code, packages and words', () => {
  for (const name of ['older', 'newer']) {
    place.write('train.py', `print("${name}")\n`)
    noise(join(place.cwd, 'data'), name === 'older' ? 10 : 20)
    place.git('add', '-A', 'train.py', 'data')
    place.git('commit', '--quiet', '-m', name)
    const prompt = `You are a careful annotator of texts that are ${name} than those of the other run.`
    const env = {libs: {numpy: '1'}}
    expect(
      place.json(['record', '-'], {input: JSON.stringify(plainRecord(name, {params: {prompt}, env}))}).error,
    ).toBeUndefined()
    const folder = place.json(['ls', '--where', `name == "${name}"`]).runs[0].path
    place.putOnLedger(`${folder}/requirements.txt`, `numpy==${name === 'older' ? 1 : 2}\n${name}==1\n`)
  }
  const answer = place.json(['diff', 'older', 'newer'])
  expect(answer).toMatchObject({
    source: {compared: true},
    packages: {same: 0},
    sections: [{rows: [{words: [{}, {}, {}, {}]}]}],
  })
  expect([answer, problems('diff', answer)]).toEqual([answer, []])
})

test('recover, with an entry that must be set aside', () => {
  writeFileSync(place.inGit('exp/spool/000000000-0000-broken'), '{"half')
  const answer = place.json(['recover'])
  expect(answer.rejected).toHaveLength(1)
  expect(existsSync(answer.rejected[0].path)).toBe(true)
  expect(problems('recover', answer)).toEqual([])
})

test('doctor, with something that needs a hand', () => {
  const answer = place.json(['doctor'])
  expect(answer.findings.map(({level}: {level: string}) => level)).toContain('problem')
  expect(problems('doctor', answer)).toEqual([])
})

test('errors of every kind', () => {
  const failing: readonly (readonly string[])[] = [
    ['recrod'],
    ['ls', '--limit', 'many'],
    ['ls', '--where', 'name =='],
    ['record', '-'],
    ['show', 'nobody'],
    ['show', 'tag:none'],
    ['config', 'exp.stor'],
    ['template', 'show', 'none'],
    ['-C', 'nowhere', 'ls'],
    ['init', '--template', 'text-classification'],
    ['run'],
    ['run', '--data', 'train', '--', 'true'],
    ['run', '--data', 'train=nowhere.csv', '--', 'true'],
    ['run', '--in', 'five', '--', 'true'],
    ['run', '--', 'sbatch', 'job.sh'],
    ['put', 'five', 'a=1'],
    ['put', 'five', 'a'],
    ['put', '-', 'a=1'],
    ['finish', 'five'],
    ['finish', 'nobody'],
  ]
  for (const args of failing) {
    const answer = answerOf(args, '{"run_name": "", "metrics": {"f1": "high"}}')
    expect([args, answer.error?.code]).toEqual([args, expect.stringMatching(/^[A-Z_]+$/)])
    expect([args, problems('error', answer)]).toEqual([args, []])
  }
})
