import {ExpError} from '../base/errors'

/** `name=value` of a flag, cut at the first `=`. Throws USAGE. */
export function pairOf(flag: string, text: string, example: string): {readonly name: string; readonly value: string} {
  const at = text.indexOf('=')
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1)]
  if (at > 0 && name !== '' && value !== '' && !name.split('.').includes('__proto__')) return {name, value}
  throw new ExpError('USAGE', `--${flag} is given "${text}"; expected ${example}`, {data: {flag, value: text}})
}

const CONFIG = /\.(?:ya?ml|json|toml)$/i

/** Words of a command that may be config files, `--config=x.yaml` too, each once. */
export function configWords(argv: readonly string[]): string[] {
  const words = argv.slice(1).map(word => /^--?[\w.-]+=(.*)$/s.exec(word)?.[1] ?? word)
  return [...new Set(words.filter(word => CONFIG.test(word) && !word.startsWith('-')))]
}
