import type {Json} from '../../../src/base/json'
import {checkRun} from '../../../src/schema/check'
import {makeRun} from '../../../src/schema/make-run'
import {normalize} from '../../../src/schema/plain-template'
import {bundled, complaints, custom, dressed, lines, plainDraft} from '../../support/records'

describe('makeRun', () => {
  test('the plain template as it stands is a run, with advice', async () => {
    const template = await bundled('text-classification')
    const {fields} = normalize(plainDraft())
    const record = dressed(fields, template)
    const made = await makeRun(record, template)
    if (!('run' in made)) throw new Error(lines(made.problems).join('\n'))
    expect(made.run).toEqual(record)
    expect(made.run).not.toBe(record)
    expect(made.warnings.map(({pointer, severity}) => [pointer, severity])).toEqual([
      ['/code/config', 'warning'],
      ['/env/determinism', 'warning'],
      ['/resources/peak_vram', 'warning'],
    ])
  })

  test('a run is frozen to its leaves, and the record handed in is not', async () => {
    const template = await bundled('generic')
    const record = dressed({name: 'a', params: {layers: [1, 2], deep: {x: 1}}}, template)
    const made = await makeRun(record, template)
    if (!('run' in made)) throw new Error('no run')
    const params = made.run['params'] as {layers: number[]; deep: object}
    expect([made.run, params, params.layers, params.deep].every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(record)).toBe(false)
  })

  test('integers beyond 2^53, NaN and infinities pass and stay as they are', async () => {
    const template = await bundled('generic')
    const record = dressed(
      {name: 'a', seed: 12345678901234567890n, metrics: {loss: NaN, best: -Infinity, steps: [1n, 2]}},
      template,
    )
    const made = await makeRun(record, template)
    expect('run' in made && made.run['seed']).toBe(12345678901234567890n)
    expect('run' in made && made.run['metrics']).toEqual({loss: NaN, best: -Infinity, steps: [1n, 2]})
  })

  test('NaN breaks a template that bounds it', async () => {
    const template = await custom({properties: {metrics: {properties: {loss: {type: 'number', minimum: 0}}}}})
    expect(await complaints({name: 'a', metrics: {loss: NaN}}, template)).toEqual([
      'metrics.loss is NaN; expected a number from 0, for example loss: 0.84',
    ])
  })

  test('a record that pins other bytes than it is checked with is no run', async () => {
    const template = await bundled('generic')
    const other = {...dressed({name: 'a'}, template), template: {name: 'generic', digest: `sha256:${'0'.repeat(64)}`}}
    expect(lines(await checkRun(other, template))).toEqual([
      expect.stringMatching(/^template\.digest is "sha256:0+"; expected "sha256:[0-9a-f]{64}", the template/),
    ])
  })

  test('advice is for finished runs', async () => {
    const template = await bundled('generic')
    expect(await checkRun({...dressed({name: 'a'}, template), status: 'failed'}, template)).toEqual([])
    expect(await checkRun(dressed({name: 'a'}, template), template)).toHaveLength(8)
  })
})

describe('the invariants, whatever the template', () => {
  const name = 'sentiment_tweets_distilbert_lr1e-4_2026-01-05'

  test.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['a\u001b[31m', 'holds a control character'],
    ['a\u202eb', 'holds a control character'],
    ['\ud800', 'is not valid Unicode'],
    [' a', 'is " a"; expected no space'],
    ['x'.repeat(201), 'has 201 characters; expected at most 200'],
    ['--force', 'is "--force"; expected a name that does not begin like an option'],
    ['latest', 'is "latest"; expected'],
    ['tag:x', 'is "tag:x"; expected'],
  ])('the name %j', async (bad, message) => {
    const found = await complaints({name: bad}, await bundled('generic'))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`name ${message}`)
  })

  test.each(['latest_try', 'x'.repeat(200), 'Größe 2', '实验'])('the name %j is fine', async good => {
    expect(await complaints({name: good}, await bundled('generic'))).toEqual([])
  })

  test('paths of artifacts stay in the folder, labels on their line', async () => {
    const draft = {
      name,
      group: 'a\nb',
      tags: ['fine', 'bad\u0007'],
      artifacts: ['/etc/passwd', 'C:\\x', '../x', '.git/config', 'ok.pt', 'OK.pt'],
    }
    expect(await complaints(draft, await bundled('generic'))).toEqual([
      'group holds a control character; expected plain text on one line',
      'tags.1 holds a control character; expected plain text on one line',
      `artifacts.0 has the path "/etc/passwd", which is an absolute path; expected a path below the run's own folder`,
      `artifacts.1 has the path "C:\\x", which is an absolute path; expected a path below the run's own folder`,
      `artifacts.2 has the path "../x", which has a ".." part; expected a path below the run's own folder`,
      `artifacts.3 has the path ".git/config", which leads into .git; expected a path below the run's own folder`,
      'artifacts.5 names "OK.pt" twice',
    ])
  })

  test('paths of code and inputs are relative', async () => {
    const draft = {
      name,
      code: {script: '/home/me/train.py', config: ['~/c.yaml']},
      inputs: [{role: 'data', path: 'C:/data'}, {uri: 's3://b/k'}],
    }
    expect((await complaints(draft, await bundled('generic'))).map(line => line.split(',')[0])).toEqual([
      'code.script is "/home/me/train.py"; expected a path relative to the top of the repository',
      'code.config.0 is "~/c.yaml"; expected a path relative to the top of the repository',
      'inputs.0.path is "C:/data"; expected a path relative to the top of the repository',
    ])
  })

  test('an end before the start is pointed out', async () => {
    const template = await bundled('generic')
    const times = {started: '2026-01-05T10:00:00.000Z', finished: '2026-01-05T09:00:00.000Z'}
    const found = await checkRun({...dressed({name, ...times}, template)}, template)
    expect(found.find(({pointer}) => pointer === '/finished')).toMatchObject({severity: 'warning'})
  })
})

describe('all problems at once', () => {
  test('thirty wrong fields, each once, in the order of the file', async () => {
    const draft: Record<string, Json> = {
      ...plainDraft(),
      run_name: 'run1',
      task: '',
      status: 'finishd',
      owner: 3,
      group: false,
      hypothesis: ['x'],
      parent: {},
      created: 'yesterday',
      started: 5,
      command: 7,
      code: {repo: 1, commit: 1234567, dirty: 'no', script: '/abs'},
      dataset: {name: '', version: 2, splits: {train: 5, dev: {rows: -1}}},
      env: {python: 3.1, libs: {torch: 2.3}, cuda: 12.1, memory: 'much'},
      params: {lr: ['x'], batch_size: '32', epochs: -1, max_length: 0},
      metrics: {dev: {accuracy: '0.9', macro_f1: 84, class_f1: {neg: 2}}, latency_ms_p95: -1},
      artifacts: ['../x'],
      tags: ['a', 'a'],
      notes: 9,
    }
    const found = await complaints(draft, await bundled('text-classification'))
    expect(new Set(found).size).toBe(found.length)
    expect(found).toMatchSnapshot()
    expect(found.length).toBeGreaterThanOrEqual(30)
  })

  test('fifty at most, and how many more there are', async () => {
    const metrics = Object.fromEntries(Array.from({length: 72}, (_, i) => [`m${i}`, 'x']))
    const found = await complaints({name: 'a', metrics}, await bundled('generic'))
    expect(found).toHaveLength(51)
    expect(found.at(-1)).toBe('has 22 more problems')
  })
})
