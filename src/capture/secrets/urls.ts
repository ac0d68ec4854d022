import {strengthOf} from './names'
import type {Span} from './spans'
import {isStandIn, looksRandom} from './values'

export const URL_RULE = 'url-credentials'
const QUERY_RULE = 'url-token'

/** Names of query parameters that sign a request, beside those that `strengthOf` knows. */
const SIGNATURE =
  '(?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|sig|signature|GoogleAccessId|AWSAccessKeyId)'
const SIGNED = new RegExp(`[?&]${SIGNATURE}=([^&\\s"'\`<>#]{8,})`, 'gi')
const SIGNATURE_NAME = new RegExp(`^${SIGNATURE}$`, 'i')
/** An image's tag before its digest, `docker://ubuntu:22.04@sha256:…`, is no password. */
const USER_INFO = /:\/\/([^\s/?#"'`<>]{1,512})@(?!sha\d{3}:)/g

/** `user:password` of URLs, a token in the place of the user, and signatures in the query, in a text. */
export function urlSecrets(text: string): Span[] {
  if (!text.includes('://')) return []
  const users = [...text.matchAll(USER_INFO)]
    .filter(match => isSecretUser(match[1]!))
    .map(match => spanAt(match.index + 3, match[1]!, URL_RULE))
  const queries = [...text.matchAll(SIGNED)]
    .filter(match => !isStandIn(match[1]!))
    .map(match => spanAt(match.index + match[0].length - match[1]!.length, match[1]!, QUERY_RULE))
  return [...users, ...queries]
}

/** The URL without user, password and the parameters that are tokens; anything else stays as it is. */
export function withoutCredentials(url: string): string {
  const [, scheme, user, rest] = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^/?#]*)@)?([\s\S]*)$/i.exec(url) ?? []
  if (scheme === undefined || rest === undefined) return url
  const kept = user !== undefined && !isDropped(scheme, user, rest) ? `${user}@` : ''
  return scheme + kept + withoutTokens(rest)
}

function spanAt(start: number, secret: string, rule: string): Span {
  return {start, end: start + secret.length, rule}
}

function isDropped(scheme: string, user: string, rest: string): boolean {
  if (/^sha\d{3}:/.test(rest)) return false
  return /^https?:/i.test(scheme) || user.includes(':') || looksRandom(user)
}

function isSecretUser(user: string): boolean {
  const colon = user.indexOf(':')
  if (colon === -1) return looksRandom(user)
  const password = user.slice(colon + 1)
  return password !== '' && !/^(?:\$\w+|\$?\{[^}]*\}+|\[redacted:[a-z0-9-]+\])$/.test(password)
}

function withoutTokens(rest: string): string {
  const [, path, query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(rest)!
  const kept = (mark: string, list: string | undefined) => {
    if (list === undefined) return ''
    const parts = list.split('&')
    const left = parts.filter(part => !isTokenParameter(part))
    return left.length === 0 && parts.length > 0 ? '' : mark + left.join('&')
  }
  return path + kept('?', query) + kept('#', fragment)
}

function isTokenParameter(part: string): boolean {
  const equals = part.indexOf('=')
  if (equals === -1) return false
  const name = part.slice(0, equals)
  if (SIGNATURE_NAME.test(name)) return true
  const strength = strengthOf(name)
  return strength !== undefined && (strength !== 'key' || part.length - equals > 16)
}
