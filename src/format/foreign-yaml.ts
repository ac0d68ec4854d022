import type {Document, LineCounter, ParsedNode} from 'yaml'
import type {Json} from '../base/json'
import type {Problem} from '../base/problem'
import {MAX_DEPTH, MAX_FOREIGN_YAML} from './limits'
import type {Place} from './place'
import {badDocument} from './problems'
import {findInYaml, NodeReader} from './yaml-nodes'

type Library = typeof import('yaml')
type Composed = Document.Parsed<ParsedNode>

/** One document of a YAML stream. */
export interface YamlDocument {
  readonly value: Json
  /** Of its first value. */
  readonly line: number
  /** Where the key or item begins, or its nearest ancestor. */
  place(path: readonly string[]): Place
}

/** Levels that the parser keeps beside the collections: the document, a scalar. */
const SLACK = 4

/**
 * Reads any YAML 1.2 (core schema) with the library; documents without content are left out. Throws BAD_DOCUMENT with every
 * problem: syntax, keys given twice or that are no text, tags, merge keys, aliases that multiply, numbers that cannot be kept.
 */
export async function readForeignYaml(text: string, file: string): Promise<YamlDocument[]> {
  refuseAtSight(text, file)
  const library = await import('yaml')
  const lines = new library.LineCounter()
  const problems: Problem[] = []
  const composed = composeYaml(library, text, lines, problems)
  const documents = composed.flatMap(contentOf).map(root => ({
    value: new NodeReader(library, offset => placeOf(lines, offset), problems).read(root),
    line: placeOf(lines, root.range[0]).line,
    place: (path: readonly string[]) => placeOf(lines, findInYaml(library, root, path)),
  }))
  if (problems.length > 0)
    throw badDocument(
      file,
      problems.sort((a, b) => a.line! - b.line! || a.column! - b.column!),
    )
  return documents
}

/** What the library would take minutes for, or would not mind. */
function refuseAtSight(text: string, file: string): void {
  const conflict = /^(?:<{7}|>{7})(?: |$)/m.exec(text)
  const problem = conflict
    ? {index: conflict.index, message: 'holds a merge conflict', expected: 'one side of it'}
    : controlProblem(text)
  if (problem) {
    const before = text.slice(0, problem.index)
    const place = {line: before.split('\n').length, column: before.length - before.lastIndexOf('\n')}
    throw badDocument(file, [{pointer: '', message: problem.message, expected: problem.expected, ...place}])
  }
  if (text.length <= MAX_FOREIGN_YAML) return
  const message = `is ${text.length} characters of YAML; expected at most ${MAX_FOREIGN_YAML}, or JSON Lines`
  throw badDocument(file, [{pointer: '', message}])
}

function controlProblem(text: string): {index: number; message: string; expected: string} | undefined {
  const control = /[\u0000-\u0008\u000b-\u001f\u007f]/.exec(text)
  if (!control) return undefined
  const code = control[0].charCodeAt(0).toString(16).padStart(4, '0')
  return {index: control.index, message: `has the control character U+${code}`, expected: 'text'}
}

function placeOf(lines: LineCounter, offset: number): Place {
  const {line, col} = lines.linePos(offset)
  return {line: Math.max(1, line), column: Math.max(1, col)}
}

/** Drives the library token by token, so that brackets by the thousand are refused before they are stacked up. */
export function composeYaml(library: Library, text: string, lines: LineCounter, problems: Problem[]): Composed[] {
  const parser = new library.Parser(lines.addNewLine)
  const composer = new library.Composer({
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    // The library compares each key with all before it; NodeReader looks them up.
    uniqueKeys: false,
    merge: false,
    logLevel: 'silent',
  })
  const documents: Composed[] = []
  const take = (composed: Iterable<Composed>) => {
    for (const document of composed) {
      documents.push(document)
      for (const problem of syntaxProblems(document, lines)) problems.push(problem)
    }
  }
  lines.addNewLine(0)
  for (const lexeme of new library.Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) take(composer.next(token))
    if (parser.stack.length <= MAX_DEPTH + SLACK) continue
    problems.push({
      pointer: '',
      message: `is nested more than ${MAX_DEPTH} levels deep`,
      ...placeOf(lines, parser.offset),
    })
    return []
  }
  for (const token of parser.end()) take(composer.next(token))
  take(composer.end())
  return documents
}

function syntaxProblems(document: Composed, lines: LineCounter): Problem[] {
  const problems = [...document.errors, ...document.warnings].filter(isSyntax).map(({message, pos}) => ({
    pointer: '',
    message: message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, ''),
    ...placeOf(lines, pos[0]),
  }))
  const {yaml} = document.directives
  if (yaml.explicit && yaml.version !== '1.2') {
    const place = placeOf(lines, document.range[0])
    problems.push({pointer: '', message: `asks for YAML ${yaml.version}; expected 1.2`, ...place})
  }
  return problems
}

/** Tags are refused where the nodes are read, known or not. */
const isSyntax = ({message}: {readonly message: string}) => !message.startsWith('Unresolved tag')

function contentOf({contents}: Composed): ParsedNode[] {
  return contents !== null && contents.range[1] > contents.range[0] ? [contents] : []
}
