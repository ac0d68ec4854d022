import type {Span} from './spans'
import {isStandIn} from './values'

const SCHEME = /(?<![A-Za-z0-9_])(?:bearer|basic|token)[ \t]{1,4}([\w.~+/=-]{8,4096})/gi
/** `wandb login 0a1b…`, `wandb.login(key="0a1b…")`: forty hex digits, which alone would be a commit. */
const WANDB = /wandb(?:[. ]login\b|[._ -]?(?:api[._ -]?)?key\b)[^\r\n]{0,60}?(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])/gi

/** `Authorization: Bearer …` and `Basic …`; a bearer with a long token of letters and digits counts anywhere. */
export function authorizations(text: string): Span[] {
  const headers = [...text.matchAll(SCHEME)].filter(match => {
    if (isStandIn(match[1]!)) return false
    if (
      /authorization[\\"'`\]]{0,4}[ \t]{0,4}[:=,][ \t]{0,4}[bfru]?[\\"'`]{0,4}$/i.test(
        text.slice(Math.max(0, match.index - 40), match.index),
      )
    )
      return true
    return /^b.*r/i.test(match[0]) && match[1]!.length >= 16 && /\d/.test(match[1]!) && /[A-Za-z]/.test(match[1]!)
  })
  const keys = text.includes('wandb') ? [...text.matchAll(WANDB)] : []
  return [...headers.map(match => spanOf(match, 'authorization')), ...keys.map(match => spanOf(match, 'wandb-key'))]
}

/** The secret is the last part of a match. */
function spanOf(match: RegExpExecArray, rule: string): Span {
  const end = match.index + match[0].length
  return {start: end - match[1]!.length, end, rule}
}
