import type {ASTNode, Environment} from '@marcbachmann/cel-js'
import {nearest} from '../base/text'
import {badFilter, type Place} from './bad-filter'
import {makeEnvironment} from './environment'
import {SUMMARY_FIELDS} from './fields'
import type {Here} from './local-time'

export type Node = ASTNode

/** A filter that was understood: its tree, and the engine for what is not read from columns. */
export interface Parsed {
  readonly text: string
  readonly ast: Node
  readonly environment: Environment
  /** The spelling of a node, for the engine. */
  readonly spell: (node: Node) => string
}

/** Functions that give their argument a variable of its own: `tags.exists(t, …)`. */
const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** Parses and checks a filter. Throws BAD_FILTER with the place. */
export async function parseFilter(text: string, here: Here): Promise<Parsed> {
  const {serialize, ...cel} = await import('@marcbachmann/cel-js')
  const environment = makeEnvironment(cel.Environment, here)
  let program: ReturnType<Environment['parse']>
  try {
    program = environment.parse(text)
  } catch (error) {
    throw explain(text, error)
  }
  checkFields(text, program.ast, new Set(SUMMARY_FIELDS))
  const {valid, type, error} = program.check()
  if (!valid) throw explain(text, error)
  if (type !== 'bool' && type !== 'dyn') {
    throw badFilter(text, program.ast, `the filter gives ${type === 'int' ? 'an' : 'a'} ${type}, not true or false`, [
      'git exp ls --where \'metrics.f1 > 0.8 && "baseline" in tags\'',
    ])
  }
  return {text, ast: program.ast, environment, spell: serialize}
}

function explain(text: string, error: unknown): Error {
  const {range, summary, code} = error as {range?: Place; summary?: string; code?: string}
  if (range === undefined || summary === undefined) return error as Error
  const rest = text.slice(range.start)
  const word = /^\s*(\w+|[^\w\s]+)/.exec(rest)?.[1]
  const syntax = code === 'unexpected_token' || code === 'unexpected_character' || code === 'expected_token'
  const message = !syntax
    ? summary.charAt(0).toLowerCase() + summary.slice(1)
    : word === undefined
      ? 'the filter ends too early; expected a value'
      : `found "${word}"; expected ${code === 'unexpected_token' ? 'a value' : 'an operator'}`
  const before = /(\w+)\s*$/.exec(text.slice(0, range.start))?.[1]
  return badFilter(text, range, message, syntax ? hintsFor([before, word]) : [])
}

/** What words of other languages are called here. */
const OPERATORS = new Map([
  ['=', '=='],
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
])

function hintsFor(words: readonly (string | undefined)[]): string[] {
  return words.flatMap(word => {
    const right = word === undefined ? undefined : OPERATORS.get(word.toLowerCase())
    return right === undefined ? [] : [`"${word}" is written ${right}`]
  })
}

/** Every name must be a field of a run, or the variable of a macro. */
function checkFields(text: string, node: Node, known: ReadonlySet<string>): void {
  if (node.op === 'id' && !known.has(node.args)) throw unknownName(text, node, node.args, known)
  const macro = macroOf(node)
  if (macro) {
    checkFields(text, macro.list, known)
    const inner = new Set([...known, macro.variable])
    for (const body of macro.body) checkFields(text, body, inner)
  } else for (const child of children(node)) checkFields(text, child, known)
}

function unknownName(text: string, place: Place, name: string, known: ReadonlySet<string>) {
  const near = nearest(name, known)
  const before = text.slice(0, place.start).trimEnd().at(-1)
  const hints = [
    ...(near ? [`did you mean ${near}?`] : []),
    ...(before === '/' || before === '-'
      ? ['a key with such a character is written in brackets: metrics["eval/loss"]']
      : []),
    ...(near
      ? []
      : ['fields begin with params., metrics., dataset., code., env. or are name, status, tags, created …']),
  ]
  return badFilter(text, place, `a run has no field "${name}"`, hints)
}

/** `list.exists(variable, body)` and its like, taken apart. */
export function macroOf(node: Node): {list: Node; variable: string; body: Node[]} | undefined {
  if (node.op !== 'rcall' || !MACROS.has(node.args[0])) return undefined
  const [variable, ...body] = node.args[2]
  return variable?.op === 'id' ? {list: node.args[1], variable: variable.args, body} : undefined
}

export function children(node: Node): Node[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return [...node.args]
  }
}

/** `params["eval/loss"].x` → ['params', 'eval/loss', 'x']; undefined for what is no path. */
export function pathOf(node: Node): string[] | undefined {
  if (node.op === 'id') return [node.args]
  if (node.op === '.') return pathOf(node.args[0])?.concat(node.args[1])
  if (node.op !== '[]') return undefined
  const [of, key] = node.args
  return key.op === 'value' && typeof key.args === 'string' ? pathOf(of)?.concat(key.args) : undefined
}
