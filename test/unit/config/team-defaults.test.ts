import {NO_TEAM_DEFAULTS, parseTeamDefaults, withTeamDefaults} from '../../../src/config/team-defaults'

const listing = (...entries: [string, string?][]) =>
  entries.map(([key, value]) => (value === undefined ? `${key}\0` : `${key}\n${value}\0`)).join('')

test('every key that a team may set', () => {
  const {defaults, warnings} = parseTeamDefaults(
    listing(
      ['exp.task', 'ner'],
      ['exp.name', '{task}_{model}_{date}'],
      ['exp.data.train', 'data/train.jsonl'],
      ['exp.data.dev_en.path', '/shared/dev.jsonl'],
      ['exp.input.base-model', 'hf://bert-base-uncased'],
      ['exp.input.prompt', 'prompts/a.txt'],
      ['exp.input.prompt', 'prompts/b.txt'],
      ['exp.artifact', 'out/*.json'],
      ['exp.artifact', 'out/*.png'],
      ['exp.split.validation', 'dev'],
    ),
  )
  expect(warnings).toEqual([])
  expect(defaults).toEqual({
    ...NO_TEAM_DEFAULTS,
    task: 'ner',
    name: '{task}_{model}_{date}',
    data: {train: 'data/train.jsonl', dev_en: '/shared/dev.jsonl'},
    input: [
      {role: 'base_model', path: 'hf://bert-base-uncased'},
      {role: 'prompt', path: 'prompts/a.txt'},
      {role: 'prompt', path: 'prompts/b.txt'},
    ],
    artifact: ['out/*.json', 'out/*.png'],
    split: {validation: 'dev'},
  })
})

test.each([
  [['alias.st', '!rm -rf .'], '"alias.st" is no setting for runs'],
  [['core.fsmonitor', './evil'], '"core.fsmonitor" is no setting for runs'],
  [['exp.ledger', 'main'], '"exp.ledger" is none of the keys it may have'],
  [['exp.tsk', 'ner'], '"exp.tsk" is none of the keys it may have (did you mean exp.task?)'],
  [['exp.data', 'x'], '"exp.data" is none of the keys it may have'],
  [['exp.task'], '"exp.task" has no value'],
  [['exp.data.train', '../../x'], '"exp.data.train" leads out of the repository ("../../x")'],
  [['exp.artifact', '~/.ssh/*'], '"exp.artifact" leads out of the repository ("~/.ssh/*")'],
  [['exp.keep', '/etc/passwd'], '"exp.keep" leads out of the repository ("/etc/passwd")'],
  [['exp.source', '.git/config'], '"exp.source" leads out of the repository (".git/config")'],
  [['exp.group', 'a\u001b[2J'], '"exp.group" is too long, or has control characters'],
  [['exp.data.__proto__', 'x'], '"exp.data.__proto__" is none of the keys it may have'],
])('%j is ignored with a warning', (entry, warning) => {
  const {defaults, warnings} = parseTeamDefaults(listing(entry as [string, string?]))
  expect(defaults).toEqual(NO_TEAM_DEFAULTS)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(warning)
})

test('an empty value empties a list', () => {
  const {defaults} = parseTeamDefaults(listing(['exp.keep', 'a'], ['exp.keep', ''], ['exp.keep', 'b']))
  expect(defaults.keep).toEqual(['b'])
})

test('flags go before it', () => {
  const team = {
    ...NO_TEAM_DEFAULTS,
    task: 'ner',
    group: 'g',
    data: {train: 'a', dev: 'b'},
    input: [
      {role: 'prompt', path: 'a'},
      {role: 'config', path: 'c'},
    ],
    artifact: ['x'],
    keep: ['k'],
  }
  const flags = {
    task: 'qa',
    data: {dev: 'z'},
    input: [{role: 'prompt', path: 'b'}],
    artifact: ['x', 'y'],
    keep: ['', 'l'],
  }
  expect(withTeamDefaults(flags, team)).toEqual({
    ...NO_TEAM_DEFAULTS,
    task: 'qa',
    group: 'g',
    data: {train: 'a', dev: 'z'},
    input: [
      {role: 'config', path: 'c'},
      {role: 'prompt', path: 'b'},
    ],
    artifact: ['x', 'y'],
    keep: ['l'],
  })
  expect(withTeamDefaults({}, team)).toEqual(team)
})
