import {ExpError} from '../../src/base/errors'
import {runShell} from '../../src/cli/run'
import {type CommandTable, defineCommand} from '../../src/cli/spec'

const facts = {summary: 'test', examples: [], args: [], flags: {}} as const

const big = defineCommand({
  ...facts,
  id: 'big',
  pager: true,
  flags: {bytes: {kind: 'integer', summary: 'so many', default: 3_000_000}},
  run: async ({flags}) => ({
    data: {text: 'x'.repeat(flags.bytes)},
    text: () => `${'x'.repeat(flags.bytes - 1)}\n`,
    exit: 1,
  }),
})

const bug = defineCommand({
  ...facts,
  id: 'bug',
  flags: {late: {kind: 'boolean', summary: 'where nobody waits for it'}},
  async run({flags}) {
    const broken = () => {
      throw new TypeError('broken \u001b[31mred')
    }
    if (flags.late) setTimeout(broken, 1)
    else broken()
    return {data: {}, text: 'done'}
  },
})

const fail = defineCommand({
  ...facts,
  id: 'fail',
  async run(): Promise<never> {
    const hints = ['git exp record b.json\nthen look']
    throw new ExpError('BAD_RECORD', 'two problems\nrun.json:1:2: \u001b[2Jname is 3', {hints, data: {n: 2}})
  },
})

const look = defineCommand({
  ...facts,
  id: 'look',
  args: [{name: 'file', summary: 'a file'}],
  async run({args}, io) {
    io.warn('said at once')
    const facts = {
      cwd: io.cwd(),
      color: io.color,
      width: String(io.width),
      terminal: io.isTerminal,
      file: args.file ?? null,
    }
    return {data: facts, text: JSON.stringify(facts), warnings: ['said\u001b[1m later'], hints: ['do this']}
  },
})

const silent = defineCommand({...facts, id: 'silent', run: async () => ({data: null})})

const wait = defineCommand({
  ...facts,
  id: 'wait',
  async run() {
    process.stderr.write('ready\n')
    await new Promise(done => setTimeout(done, 20_000))
    return {data: null}
  },
})

const place = defineCommand({
  ...facts,
  id: 'place',
  args: [{name: 'path', summary: 'where', required: true}],
  async run({args}, io) {
    await io.place(args.path, 'here\n')
    return {data: {path: args.path}}
  },
})

const commands: CommandTable = {
  big: async () => ({command: big}),
  bug: async () => ({command: bug}),
  fail: async () => ({command: fail}),
  help: () => import('../../src/commands/help'),
  look: async () => ({command: look}),
  place: async () => ({command: place}),
  silent: async () => ({command: silent}),
  wait: async () => ({command: wait}),
}

void runShell({
  argv: process.argv.slice(2),
  commands,
  host: async () => (await import('../../src/adapters/node/terminal')).terminal,
})
