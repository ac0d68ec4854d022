// The slow suite of the spelling: 10,000 records through the YAML readers of Python, which everybody's scripts use.
// GIT_EXP_TEST_PYTHON names an interpreter that has pyyaml and ruamel.yaml; default python3.
import {execFile, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Json} from '../../src/base/json'
import {writeRecord} from '../../src/format/record'
import fc from '../support/fast-check'
import {jsonRecord} from '../support/json-values'

const RECORDS = 10_000
const SEED = 20_261_124
const PYTHON = process.env['GIT_EXP_TEST_PYTHON'] ?? 'python3'
/** libyaml comes with the wheels of PyYAML. */
const READERS = ['pyyaml', 'libyaml', 'ruamel-safe', 'ruamel-1.2-pure']
const SCRIPT = join(__dirname, 'read_back.py')

/** See read_back.py. */
function tagged(value: Json): unknown {
  if (value === null) return ['n']
  if (Array.isArray(value)) return ['l', value.map(tagged)]
  if (typeof value === 'object') return ['m', Object.entries(value).map(([key, child]) => [key, tagged(child)])]
  if (typeof value === 'string') return ['s', value]
  if (typeof value === 'boolean') return ['b', value]
  if (typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return ['i', String(value)]
  return ['f', Object.is(value, -0) ? '-0.0' : String(value)]
}

/** The readers that the interpreter has; fails with what to install where one is missing. */
function readers(): string[] {
  const {stdout, stderr, status, error} = spawnSync(PYTHON, [SCRIPT, '--list'], {encoding: 'utf8'})
  if (status === 0) return stdout.trim().split('\n')
  throw new Error(
    `${PYTHON} cannot read YAML: ${error?.message ?? stderr.trim().split('\n').at(-1)}\n` +
      `install the readers (${PYTHON} -m pip install pyyaml ruamel.yaml), or name an interpreter that has them in GIT_EXP_TEST_PYTHON`,
  )
}

describe('the readers of Python', () => {
  const folder = mkdtempSync(join(tmpdir(), 'git-exp-readers-'))
  const [stream, expected] = [join(folder, 'stream.yaml'), join(folder, 'expected.jsonl')]

  beforeAll(() => {
    const records = fc.sample(jsonRecord, {numRuns: RECORDS, seed: SEED})
    writeFileSync(stream, records.map(record => `---\n${Buffer.from(writeRecord(record)).toString()}`).join(''))
    writeFileSync(expected, records.map(record => `${JSON.stringify(tagged(record))}\n`).join(''))
  })

  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  it('are there', () => {
    expect(readers().sort()).toEqual([...READERS].sort())
  })

  it.each(READERS)(
    'read every record back equal: %s',
    async reader => {
      const {stdout} = await promisify(execFile)(PYTHON, [SCRIPT, reader, stream, expected])
      expect(stdout).toBe(`${RECORDS} of ${RECORDS} read back equal\n`)
    },
    600_000,
  )
})
