import type {Strength} from './names'

/** Where a value was found: the whole of a word or JSON string, a quoted string of a text, or a bare word of a text, maybe code. */
export type Setting = 'whole' | 'quoted' | 'bare'

const FILLER =
  /^(?:none|null|nil|true|false|yes|no|on|off|undefined|n\/a|empty|unset|default|required|optional|prompt|ask|env|string|str|bytes|text|secret|token|password|passwd|passphrase|key|api[_-]?key|credentials?|change[_-]?me|redacted|hidden|masked|removed|example|dummy|todo|tbd|basic|bearer)$/i
const SAMPLE = /^[xX*.•#?_-]+$|^<.*>$|[xX]{8}|\*{4}|^(?:your|insert|enter|put|paste|replace)[-_ ]/i
/** `$TOKEN`, `${{ secrets.X }}`, `{token}`, `%TOKEN%`, `%s`: stands for a secret that is elsewhere. */
const REFERENCE = /^\$\w+$|\$\{|\$\(|\{\{|^\{[^}]*\}$|^%\w+%?$|%s|%\(\w+\)s|^!|^op:\/\//
const PLACE = /^(?:\.{1,2}\/|~\/|\/|[A-Za-z]:[\\/]|[a-z][a-z0-9+.-]*:\/\/)/
const FILE = /\.(?:pem|key|crt|cer|pub|p12|pfx|json|jsonl|ya?ml|toml|txt|env|ini|cfg|csv|py|sh|pt|bin)$/i
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const HEX = /^[0-9a-f]{32,}$/i
/** `challengePassword`, `named-secret`: the name of a secret, as code and manuals have it in quotes. */
const NAME = /^[A-Za-z _-]*(?:passw|secret|token|key)[A-Za-z _-]*$/i
/** A name, a path of names, or a call: what code has where a document has a value. */
const CODE = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?=([([{])|$)/
/** `prod-2024`, `settings_v2`: a word and its number. */
const NUMBERED = /^[A-Za-z]+[-_.]?v?\d{1,4}$/

/** Whether a value is a secret, given what its name says. */
export function isSecretValue(value: string, strength: Strength, setting: Setting): boolean {
  if (isStandIn(value) || isElsewhere(value) || (setting === 'bare' && isCode(value))) return false
  if (setting !== 'whole' && (/\s/.test(value) || NAME.test(value))) return false
  switch (strength) {
    case 'password':
      return setting === 'bare' ? value.length >= 6 && isMixed(value) : value.length >= 4
    case 'credential':
      return isMachineMade(value, setting)
    case 'token':
      return HEX.test(value) || looksRandom(value)
    case 'key':
      return !HEX.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value) && looksRandom(value)
  }
}

/** `changeme`, `xxxx`, `<token>`, `$TOKEN`: what people write where they do not write the secret. */
export function isStandIn(value: string): boolean {
  return FILLER.test(value) || SAMPLE.test(value) || REFERENCE.test(value)
}

/** 16 or more characters whose kinds (lower, upper, digit) change as often as chance would have it, unlike words and versions. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || !/^[\w\-+/=.~:]+$/.test(value) || !/\d/.test(value) || UUID.test(value)) return false
  let pairs = 0
  let changes = 0
  for (let i = 1; i < value.length; i++) {
    const [a, b] = [kindOf(value.charCodeAt(i - 1)), kindOf(value.charCodeAt(i))]
    if (a === '' || b === '') continue
    pairs++
    // A capital at the head of a word says nothing.
    if (a !== b && !(a === 'A' && b === 'a')) changes++
  }
  return pairs >= 10 && changes / pairs >= 0.25 && new Set(value).size >= 8
}

function kindOf(code: number): '' | '0' | 'A' | 'a' {
  if (code >= 97 && code <= 122) return 'a'
  if (code >= 65 && code <= 90) return 'A'
  return code >= 48 && code <= 57 ? '0' : ''
}

/** A path or an address is where a secret is, not the secret; base64 may begin with a slash, too. */
function isElsewhere(value: string): boolean {
  return (PLACE.test(value) && !(value.startsWith('/') && looksRandom(value))) || FILE.test(value)
}

function isCode(value: string): boolean {
  const match = CODE.exec(value)
  if (!match) return /^[:([{]/.test(value)
  return match[1] !== undefined || !/\d/.test(value) || value.includes('.') || /key|token|secret|passw/i.test(value)
}

function isMixed(value: string): boolean {
  return /[A-Za-z]/.test(value) && /[\d\W_]/.test(value)
}

function isMachineMade(value: string, setting: Setting): boolean {
  const text = value.replace(/^(?:bearer|basic|token)\s+/i, '')
  if (text.length < (setting === 'bare' ? 10 : 8) || /\s/.test(text)) return false
  if (/[A-Za-z]/.test(text) && /\d/.test(text)) return setting !== 'bare' || !NUMBERED.test(text)
  return setting === 'bare' ? false : /^\d{10,}$/.test(text) || (/[A-Z]/.test(text) && looksRandom(`${text}0`))
}
