/** A param as the command line spells it, with its text kept: `1e-4` is what people call it. */
export interface TypedParam {
  readonly value: string | number | boolean
  readonly text: string
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i
const SCRIPT = /\.(?:py|sh|ipynb|r|jl)$/i

/**
 * The params on a command line: `--lr 1e-4 --fp16 --model=x key=value +hydra.override=1` → lr 0.0001, fp16 true, model "x"….
 * A guess, good for naming a run and for nothing else. Hyphens of names become underscores; the first of a name's values wins.
 */
export function paramsOfArgv(argv: readonly string[]): Record<string, string | number | boolean> {
  return Object.fromEntries([...typedParams(argv)].map(([name, {value}]) => [name, value]))
}

/** The same, with the text of each. */
export function typedParams(argv: readonly string[]): Map<string, TypedParam> {
  const params = new Map<string, TypedParam>()
  const put = (name: string, text: string | true) => {
    const key = name.replaceAll('-', '_')
    if (/^[A-Za-z]\w*(?:[./]\w+)*$/.test(key) && !params.has(key)) params.set(key, typed(text))
  }
  const words = argv.slice(firstArgument(argv))
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const next = words[i + 1]
    const pair = /^(?:--?|\+\+?)?([A-Za-z][\w./-]*)=(.*)$/s.exec(word)
    const flag = /^--?([A-Za-z][\w.-]*)$/.exec(word)?.[1]
    if (pair) put(pair[1]!, pair[2]!)
    else if (flag === undefined) continue
    else if (next !== undefined && isValue(next)) {
      put(flag, next)
      i++
    } else if (/^no[-_]./.test(flag)) put(flag.slice(3), 'false')
    else put(flag, true)
  }
  return params
}

/** A word that starts with a hyphen is a value only where it is a number. */
function isValue(word: string): boolean {
  return NUMBER.test(word) || !(word.startsWith('-') || /^\+{0,2}[A-Za-z][\w./]*=/.test(word))
}

function typed(text: string | true): TypedParam {
  if (text === true) return {value: true, text: 'true'}
  if (/^(?:true|false)$/i.test(text)) return {value: text.toLowerCase() === 'true', text: text.toLowerCase()}
  return {value: NUMBER.test(text) ? Number(text) : text, text}
}

/** Where the script's own arguments begin: those before it are the launcher's. */
function firstArgument(argv: readonly string[]): number {
  return Math.max(scriptAt(argv) + 1, 1)
}

/** What a shell or an interpreter is given after `-c`. */
const isProgramText = (argv: readonly string[], i: number) => /^-\w*c$/.test(argv[i - 1] ?? '') && /\s/.test(argv[i]!)

/** Index of the script, or of the module behind `-m`, in a command; -1 where none is named. */
export function scriptAt(argv: readonly string[]): number {
  const script = argv.findIndex((word, i) => SCRIPT.test(word) && !word.startsWith('-') && !isProgramText(argv, i))
  if (script !== -1) return script
  const flag = argv.indexOf('-m')
  return flag !== -1 && flag + 1 < argv.length ? flag + 1 : -1
}
