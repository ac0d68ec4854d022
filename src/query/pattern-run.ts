/** A step of a pattern; numbers are indices of instructions. */
export type Instruction =
  | {readonly op: 'character'; readonly test: (character: string) => boolean; readonly next: number}
  | {readonly op: 'split'; readonly a: number; readonly b: number}
  | {readonly op: 'begin'; readonly next: number}
  | {readonly op: 'end'; readonly next: number}
  /** Between a word character and none (inside), or not. */
  | {readonly op: 'edge'; readonly inside: boolean; readonly next: number}
  | {readonly op: 'match'}

interface Program {
  readonly program: readonly Instruction[]
  readonly start: number
}

const WORD = /^\w$/

/** Follows all ways through the program at once (Thompson), so that each character costs at most one look at each instruction. */
export function runPattern({program, start}: Program, text: string): boolean {
  const characters = [...text]
  const seen = new Int32Array(program.length).fill(-1)
  let waiting: number[] = []
  for (let at = 0; at <= characters.length; at++) {
    const before = at > 0 && WORD.test(characters[at - 1]!)
    const here = {
      at,
      length: characters.length,
      edge: before !== (at < characters.length && WORD.test(characters[at]!)),
    }
    const ready = reach(program, [...waiting, start], seen, here)
    if (ready === 'match') return true
    waiting = at === characters.length ? [] : step(program, ready, characters[at]!)
  }
  return false
}

/** Character instructions reachable without reading a character, or that the end is. */
function reach(
  program: readonly Instruction[],
  from: number[],
  seen: Int32Array,
  here: {readonly at: number; readonly length: number; readonly edge: boolean},
): number[] | 'match' {
  const ready: number[] = []
  for (let index = from.pop(); index !== undefined; index = from.pop()) {
    if (seen[index] === here.at) continue
    seen[index] = here.at
    const instruction = program[index]!
    if (instruction.op === 'match') return 'match'
    if (instruction.op === 'character') ready.push(index)
    else if (instruction.op === 'split') from.push(instruction.a, instruction.b)
    else if (holds(instruction, here)) from.push(instruction.next)
  }
  return ready
}

function holds(
  instruction: Extract<Instruction, {op: 'begin' | 'end' | 'edge'}>,
  here: {readonly at: number; readonly length: number; readonly edge: boolean},
): boolean {
  if (instruction.op === 'begin') return here.at === 0
  if (instruction.op === 'edge') return here.edge === instruction.inside
  return here.at === here.length
}

function step(program: readonly Instruction[], ready: readonly number[], character: string): number[] {
  const next: number[] = []
  for (const index of ready) {
    const instruction = program[index]!
    if (instruction.op === 'character' && instruction.test(character)) next.push(instruction.next)
  }
  return next
}
