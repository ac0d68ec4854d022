import {privateKeys} from './private-keys'
import {vendorTokens} from './vendor-tokens'

/** How much of a file is looked at, in bytes. */
const LOOKED_AT = 8192

interface KeyFile {
  /** Of the path in lower case, with `/` between parts. */
  readonly path: RegExp
  readonly why: string
  /** Only where the first 8 KB have this, too. */
  readonly holds?: RegExp
  /** Not where the first 8 KB have this. */
  readonly unless?: RegExp
}

const KEY_FILES: readonly KeyFile[] = [
  {path: /(^|\/)[^/]*\.env\.(example|sample|template|dist|defaults?)$/, why: '', unless: /^/},
  {path: /(^|\/)(\.env(\.[^/]+)?|[^/]+\.env|\.envrc)$/, why: 'an environment file (.env)'},
  {
    path: /\.pem$/,
    why: 'a PEM file',
    unless: /^(?![\s\S]*PRIVATE KEY)[\s\S]*-----BEGIN (CERTIFICATE|PUBLIC KEY|DH PARAMETERS)/,
  },
  {path: /(^|\/)id_(rsa|dsa|ecdsa|ed25519)[^/.]*$/, why: 'an SSH private key'},
  {path: /\.(p12|pfx|jks|keystore|kdbx|ppk)$/, why: 'a key store'},
  {path: /\.key$/, why: 'a private key', holds: /PRIVATE KEY/},
  {path: /(^|\/)[._]netrc$/, why: 'logins for curl and git (.netrc)'},
  {path: /(^|\/)\.(git-credentials|pgpass|htpasswd|dockercfg|s3cfg|boto)$/, why: 'a file of logins'},
  {path: /(^|\/)\.npmrc$/, why: 'npm settings with a token', holds: /_(authToken|auth|password)\s*=/},
  {path: /(^|\/)\.pypirc$/, why: 'PyPI settings with a password', holds: /^\s*password\s*[=:]/m},
  {path: /(^|\/)\.aws\/credentials$/, why: 'AWS credentials'},
  {path: /(^|\/)\.docker\/config\.json$/, why: 'Docker logins', holds: /"auth"\s*:/},
  {path: /(^|\/)\.kube\/config$/, why: 'Kubernetes credentials'},
  {path: /(^|\/)\.?huggingface\/(token|stored_tokens)$/, why: 'a Hugging Face token'},
  {path: /(^|\/)kaggle\.json$/, why: 'a Kaggle key', holds: /"key"\s*:/},
  {
    path: /(^|\/)[^/]*(credential|client_secret|service[-_]?account)[^/]*\.json$/,
    why: 'cloud credentials',
    holds: /"(private_key|client_secret|refresh_token)"\s*:/,
  },
  {path: /(^|\/)\.?secrets\.(toml|ya?ml|json|ini)$/, why: 'a file of secrets', unless: /^["']?sops["']?\s*:|ENC\[AES/m},
]

/**
 * Why a file looks like a key, in words for a list of exclusions, or undefined. `path` is relative, with `/`; of `head`, the first
 * bytes of the file, 8 KB count.
 */
export function secretFile(path: string, head: Uint8Array): string | undefined {
  const name = path.toLowerCase()
  const text = textOf(head.subarray(0, LOOKED_AT))
  for (const {path: pattern, why, holds, unless} of KEY_FILES) {
    if (!pattern.test(name)) continue
    if (unless?.test(text) && why === '') break
    if ((!holds || holds.test(text)) && !unless?.test(text)) return why
  }
  if (privateKeys(text).length > 0) return 'holds a private key'
  const [token] = vendorTokens(text, true)
  return token && `holds a secret (${token.rule})`
}

/** Text as far as patterns of ASCII go; PowerShell writes UTF-16. */
function textOf(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'latin1').decode(bytes)
}
