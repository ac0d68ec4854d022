// The three worked examples of the brief, as small real trainings: the page is typed, then what it made is looked at field by field.
import {execFileSync, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {cpSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {tempFolder} from '../support/git'
import {BIN, curvesOf, env, hasModule, PYTHON, pathsOf} from '../support/heard-run'
import {linesOf, matches, stepsOf} from '../support/sessions'
import {type Workplace, workplace} from '../support/workplace'

const LONG = 300_000
const needed = ['transformers', 'accelerate', 'sklearn', 'pandas', 'torch']
const withLibraries = needed.every(hasModule) ? describe : describe.skip

let place: Workplace
let bin: string

beforeAll(() => {
  place = workplace({ledger: false})
  cpSync('test/python/scripts/worked', place.cwd, {recursive: true})
  place.write('.gitignore', 'out/\n__pycache__/\n')
  execFileSync(PYTHON, ['make_data.py'], {cwd: place.cwd, env})
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'data and scripts')
  bin = tempFolder('bin')
  symlinkSync(BIN, join(bin, 'git-exp'))
  // Not a link: a virtual environment is found by where its interpreter lies.
  writeFileSync(join(bin, 'python'), `#!/bin/sh\nexec "${PYTHON}" "$@"\n`, {mode: 0o755})
})

withLibraries('docs/worked-examples.md', () => {
  const steps = stepsOf(readFileSync('docs/worked-examples.md', 'utf8'), 'console torch')
  test.each(steps.map(step => [`line ${step.line}: ${step.command}`, step] as const))(
    '%s',
    (_, {command, exit, output}) => {
      const options = {cwd: place.cwd, env: {...env, PATH: `${bin}${delimiter}${env.PATH}`}, encoding: 'utf8'} as const
      const {stdout, status} = spawnSync('sh', ['-c', `exec 2>&1\n${command}`], options)
      expect({status, stdout}).toEqual({status: exit, stdout: expect.not.stringMatching(/^warning:/m)})
      if (output && !matches(output, linesOf(stdout))) expect(linesOf(stdout)).toEqual(output)
    },
    LONG,
  )
})

const sha256 = (path: string) =>
  createHash('sha256')
    .update(readFileSync(join(place.cwd, path)))
    .digest('hex')
/** As a comparison spells a hash. */
const short = (path: string) => `sha256:${sha256(path).slice(0, 12)}`
const artifact = (record: {id: string}, path: string): string => {
  const files = place.git('ls-tree', '-r', '--name-only', 'exp-ledger').split('\n')
  return place.ledgerFile(files.find(file => file.includes(record.id) && file.endsWith(`/artifacts/${path}`))!)
}
const rows = (csv: string) =>
  csv
    .trim()
    .split('\n')
    .slice(1)
    .map(line => {
      const [id, , label, prediction] = line.split(',')
      return {id, label, prediction}
    })
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

withLibraries('a sentiment baseline, and the same on another domain', () => {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of any shape
  let baseline: any, shift: any
  beforeAll(() => {
    baseline = place.json(['show', 'baseline'])
    shift = place.json(['show', 'shift'])
  })

  test('an unchanged script: params, seed, figures of both splits by class, the curve', () => {
    expect(baseline.params).toMatchObject({lr: 0.002, batch_size: 32, epochs: 3, max_length: 16})
    expect([baseline.seed, baseline.status]).toEqual([42, 'finished'])
    expect(Object.keys(baseline.metrics).sort()).toEqual(['dev', 'test', 'train'])
    const classes = {negative: expect.any(Number), neutral: expect.any(Number), positive: expect.any(Number)}
    for (const split of ['dev', 'test']) {
      const {accuracy, macro_f1, class_f1, loss} = baseline.metrics[split]
      expect(class_f1).toEqual(classes)
      expect(average(Object.values(class_f1))).toBeCloseTo(macro_f1, 9)
      expect([accuracy, loss]).toEqual([expect.any(Number), expect.any(Number)])
    }
    const losses = curvesOf(place, baseline.id)['train.loss']!
    expect(losses.length).toBeGreaterThan(10)
    expect(losses.at(-1)![1]).toBeLessThan(losses[0]![1] / 1.5)
  })

  test('the data it read, each split with its digest; nobody named them', () => {
    const splits = ['dev', 'test', 'train'].map(split => `data/tweets/${split}.csv`)
    expect(pathsOf(baseline)).toEqual(splits.map(path => `data ${path}`))
    const pinned = (baseline.inputs as {path: string; digest: string; how: string}[]).map(input => [
      input.path,
      input.digest,
      input.how,
    ])
    expect(pinned.sort()).toEqual(splits.map(path => [path, `sha256:${sha256(path)}`, 'discovered']))
  })

  test('what it left: weights, tokenizer, confusion matrix, predictions, errors; they agree with the figures', () => {
    const roles = Object.fromEntries(
      (baseline.artifacts as {path: string; role: string}[]).map(({path, role}) => [
        path.replace('out/baseline/', ''),
        role,
      ]),
    )
    expect(roles).toMatchObject({
      'model.safetensors': 'weights',
      'tokenizer.json': 'tokenizer',
      'confusion_matrix.test.json': 'confusion_matrix',
      'predictions.csv': 'predictions',
      'errors.csv': 'errors',
    })
    const predictions = rows(artifact(baseline, 'out/baseline/predictions.csv'))
    const right = predictions.filter(({label, prediction}) => label === prediction)
    expect(right.length / predictions.length).toBeCloseTo(baseline.metrics.test.accuracy, 9)
    const matrix: number[][] = JSON.parse(artifact(baseline, 'confusion_matrix.test.json')).rows
    expect(matrix.reduce((sum, row, i) => sum + row[i]!, 0)).toBe(right.length)
  })

  test('another domain is not compared, and why: the splits, by what they hold', () => {
    const {stdout, status} = place.exp(['compare', 'baseline', 'shift', '--exit-code'])
    expect(status).toBe(1)
    for (const split of ['dev', 'test'])
      expect(stdout).toContain(
        `the ${split} split is ${short(`data/support_emails/${split}.csv`)}, that of the baseline ${short(`data/tweets/${split}.csv`)}`,
      )
    expect(stdout).toMatch(/^not comparable\n {2}bars {2}shift: the dev split/)
    expect(stdout).toContain('\n  where that is meant: --across split\n')
    expect(stdout).toMatch(/\n {2}dataset\.dev +data\/tweets\/dev\.csv +data\/support_emails\/dev\.csv\n/)
    expect(stdout).toMatch(/\n {2}eval_data +data\/support_emails\n/)
    // Where it wrote, how fast it was and how often it was logged is no part of it, and nothing is marked the better.
    expect(stdout).not.toMatch(/output_dir|\n {2}\w+\.(?:runtime|learning_rate)|\*/)
    expect(stdout).toMatch(/\n {2}test\.macro_f1 +0\.\d+ +0\.\d+ +not compared\n/)
    expect(stdout).toMatch(/\ntest\.class_f1, precision, recall: 9 figures; neutral falls most: 0\.\d+ → 0/)
  })

  test('said that it is meant: the changes, and the class that collapsed', () => {
    const stdout = place.ok('compare', 'baseline', 'shift', '--across', 'split', '--classes')
    expect(stdout).toMatch(/^comparable with notes\n {2}note {2}shift: the dev split is sha256:/)
    expect(stdout).toMatch(/\n {2}test\.macro_f1 +0\.\d+\* +0\.\d+ +-0\.\d+ worse\?\n/)
    const [, before, after] = /\n {2}test\.class_f1\.neutral +([\d.]+)\* +([\d.]+) +-[\d.]+ worse\?\n/.exec(stdout)!
    expect(Number(before)).toBeGreaterThan(0.8)
    expect(Number(after)).toBeLessThan(0.1)
    expect(stdout).toContain('\nbetter? worse?: too few seeds to tell; 4 a side could\n')
  })

  test('its errors are among the artifacts: every neutral mail', () => {
    expect(shift.artifacts).toContainEqual(expect.objectContaining({path: 'out/shift/errors.csv', role: 'errors'}))
    const errors = rows(artifact(shift, 'out/shift/errors.csv'))
    expect(errors.every(({label, prediction}) => label !== prediction)).toBe(true)
    expect(errors.filter(({label}) => label === 'neutral').length).toBeGreaterThan(45)
  })

  test('example by example only on the same examples', () => {
    expect(place.refused(['examples', 'baseline', 'shift'])).toMatchObject({
      code: 'BAD_ARTIFACT',
      message: expect.stringContaining('are not of the same examples: no example is in both files'),
    })
    const text = place.ok('examples', 'baseline', 'faster')
    expect(text).toContain('\n150 examples, paired by id\n')
    expect(text).toMatch(/\n {2}neutral +50 /)
  })
})

withLibraries('an ablation of tokenizers, three seeds each', () => {
  const ABLATION = ['--tag', 'ner_tokenizer_ablation']
  const seeds = [1, 2, 3]
  /** `dev.micro_f1` as the scripts wrote it down. */
  const measured = (tokenizer: string, split = 'dev') =>
    seeds.map(
      seed =>
        JSON.parse(readFileSync(join(place.cwd, `out/ner-${tokenizer}-${seed}/metrics.json`), 'utf8'))[split].micro_f1,
    )
  test('three seeds against three: means and spreads, what differs, and that they are too few', () => {
    const stdout = place.ok('compare', ...ABLATION, '--group-by', 'params.tokenizer')
    expect(stdout).toMatch(
      /^comparable with notes\n {2}note {2}tokenizer=subword: tokenizer is subword, that of the baseline word\n\n/,
    )
    expect(stdout).toMatch(/\n {2}runs +3 runs +3 runs\n {2}seeds +1, 2, 3 +1, 2, 3\n/)
    expect(stdout).toMatch(/\nparams\n {2}tokenizer +word +subword\n\nmetrics\n/)
    expect(stdout).toMatch(/\n {2}dev\.micro_f1 +0\.\d+ ±0\.\d+ +0\.\d+ ±0\.\d+\* +\+0\.\d+ better\?\n/)
    expect(stdout).toMatch(/\ntest\.entity_f1: 3 figures; none is worse, \w+ rises most: /)
    expect(stdout).toContain('better? worse?: too few seeds to tell; 4 a side could')
    const classes = place.ok('compare', ...ABLATION, '--group-by', 'params.tokenizer', '--classes')
    for (const entity of ['LOC', 'ORG', 'PER']) expect(classes).toContain(`\n  test.entity_f1.${entity} `)
  })

  test('the figures are those of the scripts, with an interval of each mean', () => {
    const {metrics} = place.json(['compare', ...ABLATION, '--group-by', 'params.tokenizer'])
    const {cells} = metrics.find(({path}: {path: string}) => path === 'dev.micro_f1')
    for (const [i, tokenizer] of ['word', 'subword'].entries()) {
      const {n, mean, sd, interval} = cells[i]
      expect([n, sd > 0]).toEqual([3, true])
      expect(mean).toBeCloseTo(average(measured(tokenizer)), 9)
      expect(interval[0] < mean && mean < interval[1]).toBe(true)
    }
  })

  test('without a field to group by, seeds are put together all the same', () => {
    const {rivals} = place.json(['compare', ...ABLATION])
    expect(rivals.map(({seeds: own}: {seeds: string[]}) => own)).toEqual([seeds.map(String), seeds.map(String)])
  })

  test('the best is chosen on dev, among how many; chosen on test, it says what that costs', () => {
    const on = (metric: string) => place.ok('best', ...ABLATION, '--group-by', 'params.tokenizer', '--metric', metric)
    const dev = on('dev.micro_f1')
    expect(dev).toMatch(
      /^best of 2 rivals by dev\.micro_f1 \(higher is better\), selected on dev:\s+tokenizer=subword\n/,
    )
    expect(dev).toMatch(/\non test, which chose nothing: test\.micro_f1 0\.\d+ ±0\.\d+\n/)
    expect(dev).not.toContain('no test figure left')
    expect(average(measured('subword'))).toBeGreaterThan(average(measured('word')))
    const test = on('test.micro_f1').replace(/\s+/g, ' ')
    expect(test).toContain(
      'selected on test: tokenizer=subword what was picked by its test figure has no test figure left',
    )
    expect(place.refused(['best', ...ABLATION, '--metric', 'micro_f1'])).toMatchObject({
      message: '"micro_f1" may be any of dev.micro_f1, test.micro_f1',
      hints: ['git exp best --metric dev.micro_f1', expect.anything()],
    })
  })
})
