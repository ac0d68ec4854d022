import {type Instruction, runPattern} from './pattern-run'

const PATTERN_MAX = 256
const REPEAT_MAX = 200
/** Work on a text of n characters is at most n times this. */
const INSTRUCTIONS_MAX = 2_000

/**
 * A regular expression (JavaScript's spelling, without look-around and back-references) as a test that takes time proportional
 * to the text whatever the pattern: no backtracking. `(?i)` in front: case does not matter. Throws RangeError saying what is wrong.
 */
export function patternFor(source: string): (text: string) => boolean {
  if (source.length > PATTERN_MAX) throw new RangeError(`the pattern is longer than ${PATTERN_MAX} characters`)
  const ignoreCase = source.startsWith('(?i)')
  const pattern = ignoreCase ? source.slice(4) : source
  try {
    new RegExp(pattern, 'u')
  } catch (error) {
    throw new RangeError(`"${source}" is no regular expression: ${(error as Error).message.replace(/^.*: /, '')}`)
  }
  const program = new Compiler(pattern, ignoreCase).compile()
  return text => runPattern(program, text)
}

/** Adds the instructions of a piece so that it goes on at `next`; answers where it begins. */
type Emit = (next: number) => number

/** Recursive descent over a pattern that JavaScript has found well-formed. */
class Compiler {
  readonly #program: Instruction[] = []
  readonly #characters: readonly string[]
  readonly #flags: string
  #at = 0

  constructor(pattern: string, ignoreCase: boolean) {
    this.#characters = [...pattern]
    this.#flags = ignoreCase ? 'iu' : 'u'
  }

  compile(): {program: readonly Instruction[]; start: number} {
    const emit = this.#alternatives()
    const start = emit(this.#push({op: 'match'}))
    return {program: this.#program, start}
  }

  #push(instruction: Instruction): number {
    if (this.#program.length >= INSTRUCTIONS_MAX) throw new RangeError('the pattern repeats too much')
    return this.#program.push(instruction) - 1
  }

  #alternatives(): Emit {
    const branches = [this.#sequence()]
    while (this.#eat('|')) branches.push(this.#sequence())
    return branches.reduce((left, right) => next => this.#push({op: 'split', a: left(next), b: right(next)}))
  }

  #sequence(): Emit {
    const pieces: Emit[] = []
    while (this.#at < this.#characters.length && this.#peek() !== '|' && this.#peek() !== ')') {
      pieces.push(this.#repeated(this.#atom()))
    }
    return next => pieces.reduceRight((after, piece) => piece(after), next)
  }

  #repeated(piece: Emit): Emit {
    const [least, most] = this.#quantifier()
    if (least === 1 && most === 1) return piece
    if (least > REPEAT_MAX || (most !== Number.POSITIVE_INFINITY && most > REPEAT_MAX)) {
      throw new RangeError(`the pattern repeats more than ${REPEAT_MAX} times`)
    }
    return next => {
      let after = most === Number.POSITIVE_INFINITY ? this.#loop(piece, next) : next
      for (let i = least; i < most && most !== Number.POSITIVE_INFINITY; i++) {
        after = this.#push({op: 'split', a: piece(after), b: next})
      }
      for (let i = 0; i < least; i++) after = piece(after)
      return after
    }
  }

  #loop(piece: Emit, next: number): number {
    const split = this.#push({op: 'split', a: next, b: next})
    this.#program[split] = {op: 'split', a: piece(split), b: next}
    return split
  }

  #quantifier(): [least: number, most: number] {
    const sign = this.#peek()
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(this.#characters.slice(this.#at, this.#at + 16).join(''))
    let range: [number, number] = [1, 1]
    if (sign === '*') range = [0, Number.POSITIVE_INFINITY]
    else if (sign === '+') range = [1, Number.POSITIVE_INFINITY]
    else if (sign === '?') range = [0, 1]
    else if (counted) {
      const least = Number(counted[1])
      range = [least, counted[2] === '' ? least : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3])]
    } else return range
    this.#at += counted && sign === '{' ? counted[0].length : 1
    // Lazy or greedy: whether there is a match is the same.
    this.#eat('?')
    return range
  }

  #atom(): Emit {
    const from = this.#at
    const character = this.#characters[this.#at++]!
    if (character === '(') return this.#group()
    if (character === '^') return next => this.#push({op: 'begin', next})
    if (character === '$') return next => this.#push({op: 'end', next})
    if (character === '[') while (!this.#eat(']')) this.#at += this.#peek() === '\\' ? 2 : 1
    else if (character === '\\') {
      const edge = this.#escape()
      if (edge !== undefined) return next => this.#push({op: 'edge', inside: edge, next})
    }
    const spelled = this.#characters.slice(from, this.#at).join('')
    const literal = /[[\\.]/.test(character) ? undefined : character
    const test = literal !== undefined && this.#flags === 'u' ? (c: string) => c === literal : this.#class(spelled)
    return next => this.#push({op: 'character', test, next})
  }

  #class(spelled: string): (character: string) => boolean {
    const one = new RegExp(`^${spelled}$`, this.#flags)
    return character => one.test(character)
  }

  /** Moves behind an escape; for `\b` (true) and `\B` (false) says which. */
  #escape(): boolean | undefined {
    const kind = this.#characters[this.#at++]!
    if (kind === 'b' || kind === 'B') return kind === 'b'
    if (/[1-9k]/.test(kind)) throw new RangeError('a pattern cannot refer back to a group')
    const rest = this.#characters.slice(this.#at).join('')
    const more =
      kind === 'x'
        ? 2
        : kind === 'c'
          ? 1
          : /^[uUpP]$/.test(kind)
            ? (/^(\{[^}]*\}|[0-9a-fA-F]{4})/.exec(rest)?.[0].length ?? 0)
            : 0
    this.#at += more
    return undefined
  }

  #group(): Emit {
    if (this.#eat('?')) {
      const kind = this.#characters.slice(this.#at, this.#at + 2).join('')
      if (kind.startsWith(':')) this.#at++
      else if (/^<[^=!]/.test(kind)) this.#at = this.#characters.indexOf('>', this.#at) + 1
      else throw new RangeError(`a pattern cannot hold "(?${kind}"; only (…), (?:…) and (?i) in front`)
    }
    const inner = this.#alternatives()
    this.#eat(')')
    return inner
  }

  #peek(): string | undefined {
    return this.#characters[this.#at]
  }

  #eat(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at++
    return true
  }
}
