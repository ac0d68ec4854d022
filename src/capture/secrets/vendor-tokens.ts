import {lazy} from '../../base/lazy'
import type {Span} from './spans'

interface VendorToken {
  readonly rule: string
  /** Source of a pattern that matches the secret and nothing else; no capturing groups. */
  readonly shape: string
  /** Too common in examples and tests to keep a whole file out of a snapshot. */
  readonly weak?: true
}

/** Shapes that vendors document, or that their own tokens have; letters and digits never stand directly before one. */
const VENDOR_TOKENS: readonly VendorToken[] = [
  {rule: 'aws-access-key', shape: '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])'},
  {rule: 'github-token', shape: 'gh[pousr]_[A-Za-z0-9]{30,}'},
  {rule: 'github-token', shape: 'github_pat_\\w{22,}'},
  {rule: 'gitlab-token', shape: 'gl(?:pat|ptt|dt|rt|rtr|cbt|ft|imt|agent|soat|ffct)-[\\w-]{20,}(?:\\.[\\w.]{4,})?'},
  {rule: 'huggingface-token', shape: '(?:hf_|api_org_)[A-Za-z0-9]{30,}'},
  {rule: 'anthropic-key', shape: 'sk-ant-[\\w-]{20,}'},
  {rule: 'openrouter-key', shape: 'sk-or-v\\d-[0-9a-f]{32,}'},
  {rule: 'openai-key', shape: 'sk-(?:proj|svcacct|admin|None)-[\\w-]{20,}'},
  // Also what DeepSeek and others took over from OpenAI. The look-ahead asks for a digit.
  {rule: 'openai-key', shape: 'sk-(?=[A-Za-z]{0,60}[0-9])[A-Za-z0-9]{32,}'},
  {rule: 'wandb-key', shape: 'wandb_v\\d_\\w{40,}'},
  {rule: 'groq-key', shape: 'gsk_[A-Za-z0-9]{40,}'},
  {rule: 'xai-key', shape: 'xai-[A-Za-z0-9]{60,}'},
  {rule: 'perplexity-key', shape: 'pplx-[A-Za-z0-9]{40,}'},
  {rule: 'replicate-token', shape: 'r8_[A-Za-z0-9]{37,}'},
  {rule: 'nvidia-key', shape: 'nvapi-[\\w-]{50,}'},
  {rule: 'google-key', shape: 'AIza[\\w-]{35}'},
  {rule: 'google-key', shape: 'GOCSPX-[\\w-]{28}'},
  {rule: 'google-key', shape: 'ya29\\.[\\w.-]{30,}'},
  {rule: 'slack-token', shape: 'xox[abeoprs]-[\\w.-]{10,}'},
  {rule: 'slack-token', shape: 'xapp-\\d-[\\w-]{20,}'},
  {rule: 'slack-webhook', shape: 'hooks\\.slack\\.com/(?:services|workflows)/[\\w/]{20,}'},
  {rule: 'stripe-key', shape: '[sr]k_(?:live|test)_[A-Za-z0-9]{16,}'},
  {rule: 'npm-token', shape: 'npm_[A-Za-z0-9]{36,}'},
  {rule: 'pypi-token', shape: 'pypi-A[\\w-]{50,}'},
  {rule: 'docker-token', shape: 'dckr_(?:pat|oat)_[\\w-]{20,}'},
  {rule: 'databricks-token', shape: 'dapi[0-9a-f]{32}(?:-\\d)?(?![A-Za-z0-9])'},
  {rule: 'digitalocean-token', shape: 'do[opr]_v1_[0-9a-f]{64}'},
  {rule: 'sendgrid-key', shape: 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}'},
  {rule: 'vault-token', shape: 'hv[sbr]\\.[\\w-]{24,}'},
  // `{"api_address":…}` in base64.
  {rule: 'neptune-token', shape: 'eyJhcGlf[A-Za-z0-9+/_-]{40,}={0,2}'},
  {rule: 'azure-key', shape: '(?<=(?:Account|SharedAccess)Key=)[A-Za-z0-9+/]{40,}={0,2}'},
  {rule: 'jwt', shape: 'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]*', weak: true},
]

/** `ghp_xxxxxxxx` of a manual. */
const SAMPLE = /[xX]{8}|\.{8}/

const anyToken = lazy(() => new RegExp(`(?<![A-Za-z0-9_])(?:${VENDOR_TOKENS.map(each => each.shape).join('|')})`, 'g'))
const each = lazy(() =>
  VENDOR_TOKENS.map(({rule, shape, weak}) => ({rule, weak, whole: new RegExp(`^(?:${ungrounded(shape)})$`)})),
)

/** The names of these rules. */
export function vendorRules(): readonly string[] {
  return [...new Set(VENDOR_TOKENS.map(token => token.rule))]
}

/** Tokens that a vendor's prefix gives away, wherever they stand; `sure` leaves weak shapes and vendors' examples out. */
export function vendorTokens(text: string, sure = false): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(anyToken())) {
    const [token] = match
    if (SAMPLE.test(token)) continue
    const vendor = each().find(({whole}) => whole.test(token))
    if (sure && (vendor?.weak || token.includes('EXAMPLE'))) continue
    spans.push({start: match.index, end: match.index + token.length, rule: vendor?.rule ?? 'token'})
  }
  return spans
}

/** A shape without its look-behinds, which see nothing in the token alone. */
function ungrounded(shape: string): string {
  return shape.replace(/^\(\?<=.*?=\)/, '')
}
