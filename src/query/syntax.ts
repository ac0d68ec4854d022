import type {Environment} from '@marcbachmann/cel-js'
import type {Table} from '../model/columns'
import {badFilter, type Written} from './bad-filter'
import {makeEnvironment} from './environment'
import {kindSpoken} from './kinds'
import {checkNames} from './known-names'
import type {Here} from './local-time'
import {misread, type ParserWord} from './misread'
import {mistyped} from './mistyped'
import type {Node} from './tree'

/** A filter that was understood: its tree, and the engine for what is not read from columns. */
export interface Parsed {
  /** What the parser read: saved filters stand in it whole. Places of nodes are places in it. */
  readonly text: string
  readonly written: Written
  readonly ast: Node
  readonly environment: Environment
  /** The spelling of a node, for the engine. */
  readonly spell: (node: Node) => string
}

export interface ReadableFilter {
  readonly text: string
  readonly written: Written
}

export interface Surroundings {
  readonly here: Here
  /** Fields that runs have, for corrections. */
  readonly table: Pick<Table, 'paths'> | undefined
}

/** Parses and checks a filter. Throws BAD_FILTER with the place. */
export async function parseFilter({text, written}: ReadableFilter, {here, table}: Surroundings): Promise<Parsed> {
  const {serialize, ...cel} = await import('@marcbachmann/cel-js')
  const environment = makeEnvironment(cel.Environment, here)
  let program: ReturnType<Environment['parse']>
  try {
    program = environment.parse(text)
  } catch (error) {
    throw isParserWord(error) ? parserError(error) : error
  }
  checkNames({written, text, table}, program.ast)
  const {valid, type = 'dyn', error} = program.check()
  if (!valid) throw isParserWord(error) ? mistyped(written, text, error, environment) : error
  if (type !== 'bool' && type !== 'dyn') {
    throw badFilter(written, program.ast, `the filter gives ${kindSpoken(type)}; expected yes or no`, [
      'git exp ls --where \'metrics.f1 > 0.8 && "baseline" in tags\'',
    ])
  }
  return {text, written, ast: program.ast, environment, spell: serialize}

  /** The parser judges the argument of `has` itself. */
  function parserError(error: ParserWord) {
    return error.code === 'invalid_macro_argument'
      ? mistyped(written, text, error, environment)
      : misread(written, text, error)
  }
}

const isParserWord = (error: unknown): error is ParserWord => {
  const {range, summary} = error as Partial<ParserWord>
  return range !== undefined && summary !== undefined
}
