import type {Json} from '../base/json'

/**
 * Something that every rule about secrets needs in order to fire, names and values alike. The scanner itself takes 3 ms to load,
 * which most records need not pay; that this lets none of its findings pass is tested against all of them.
 */
const HINT =
  /gh[pousr]_|_pat_|gl[a-z]{2,5}-|hf_|_org_|sk-|_v\d_|gsk_|xai-|pplx-|r8_|nvapi-|aiza|gocspx|ya29|xox|xapp|hooks\.slack|[sr]k_(?:live|test)|npm_|pypi-|dckr_|dapi|sg\.|hv[sbr]\.|eyj|akia|asia|abia|acca|--begin|--end|:\/\/[^\s/]*@|pass|pwd|secret|auth|cred|key|bearer|login|token(?!i[sz]|s\b)|basic[ \t]|sign|[?&]sig=/i

/** Whether a value may hold a secret; false is certain. */
export function mayHoldSecrets(value: Json): boolean {
  if (typeof value === 'string') return HINT.test(value)
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(mayHoldSecrets)
  return Object.entries(value).some(([key, item]) => HINT.test(key) || mayHoldSecrets(item))
}
