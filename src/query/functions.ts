import type {Environment} from '@marcbachmann/cel-js'
import {nearest} from '../base/text'
import {badFilter, type Written} from './bad-filter'
import {SUMMARY_FIELDS} from './fields'
import {kindsSpoken} from './kinds'
import type {Node} from './tree'

/** How each function that people ask for is called. */
const USAGE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    size: 'size(tags) > 1',
    has: 'has(metrics.f1)',
    ago: 'created > ago("7d")',
    date: 'created >= date("last monday")',
    contains: 'name.contains("bert")',
    startsWith: 'name.startsWith("bert")',
    endsWith: 'name.endsWith("v2")',
    matches: 'name.matches("^bert")',
    exists: 'tags.exists(t, t.startsWith("v"))',
    exists_one: 'tags.exists_one(t, t.startsWith("v"))',
    all: 'tags.all(t, t != "old")',
    map: '"A" in tags.map(t, t.upperAscii())',
    filter: 'size(tags.filter(t, t != "old")) > 1',
    lowerAscii: 'name.lowerAscii() == "bert"',
    upperAscii: 'name.upperAscii() == "BERT"',
    int: 'int(params.depth) > 1',
    double: 'double(params.lr) > 0.1',
    string: 'string(params.lr) == "0.1"',
  }),
)

/** Names of the same in other languages. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    len: 'size',
    length: 'size',
    count: 'size',
    lower: 'lowerAscii',
    tolower: 'lowerAscii',
    upper: 'upperAscii',
    match: 'matches',
    regex: 'matches',
    search: 'matches',
    like: 'contains',
    includes: 'contains',
    any: 'exists',
    some: 'exists',
    float: 'double',
    str: 'string',
    since: 'ago',
    now: 'ago',
    today: 'date',
  }),
)

type Call = Node & {op: 'call' | 'rcall'}

/** BAD_FILTER for a call that nobody answers: no such function, or not with these arguments. The caret stands under its name. */
export function noSuchCall(
  written: Written,
  text: string,
  node: Call,
  {environment, summary}: {readonly environment: Environment; readonly summary: string},
): Error {
  const name = node.args[0]
  const start = node.op === 'rcall' ? text.indexOf(name, node.args[1].end) : node.start
  const place = {start, end: start + name.length}
  const definitions = environment.getDefinitions().functions.filter(each => each.name === name)
  const method = node.op === 'rcall'
  const known = definitions.some(({receiverType}) => (receiverType !== null && receiverType !== undefined) === method)
  if (!known && !method && (SUMMARY_FIELDS as readonly string[]).includes(name)) {
    return badFilter(written, place, `${name} is a field, not a function`, [`a key of it is written ${name}["…"]`])
  }
  const usage = USAGE.get(name)
  if (known || (definitions.length > 0 && usage)) {
    const taken = known
      ? `is not called ${argumentsOf(summary)}`
      : method
        ? 'is not asked of a value'
        : 'is asked of a value'
    return badFilter(written, place, `${name} ${taken}`, usage === undefined ? [] : [`written ${usage}`])
  }
  const meant = ALIASES.get(name.toLowerCase()) ?? nearest(name, USAGE.keys())
  const hints =
    meant === undefined ? [`there are ${[...USAGE.keys()].slice(0, 9).join(', ')} …`] : [`written ${USAGE.get(meant)}`]
  return badFilter(written, place, `there is no function ${name}`, hints)
}

/** `found no matching overload for 'ago(int)'` → `with a number`. */
function argumentsOf(summary: string): string {
  const list = /\((.*)\)'$/.exec(summary)?.[1] ?? ''
  return list === '' ? 'without arguments' : `with ${kindsSpoken(list)}`
}
