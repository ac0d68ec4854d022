/**
 * How much a name says about its value: a password may be any word; a credential (`api_key`, `client_secret`) is made by a
 * machine; a `token` or `key` is mostly innocent in machine learning, so its value must look random.
 */
export type Strength = 'password' | 'credential' | 'token' | 'key'

const HINT = /pass|pwd|secret|token|key|auth|cred/i

/** What stands before `key` or `token` where it is a credential. */
const OF_MACHINES = words(`
  api access secret private account storage signing encryption decryption subscription license master auth client admin
  shared service session app application hmac jwt webhook bearer refresh personal security bot deploy oauth identity id
  csrf hub ci
  hf huggingface wandb openai anthropic claude github gh gitlab gl google gemini gcp azure aws cohere mistral groq replicate
  together fireworks kaggle comet neptune clearml mlflow slack stripe npm pypi databricks modal runpod ngc nvidia deepseek
  openrouter telegram discord sentry dagshub roboflow labelbox pinecone serpapi tavily langsmith langchain voyage jina
  elevenlabs assemblyai deepgram perplexity xai sendgrid twilio docker cloudflare datadog vercel supabase`)

const OF_TEXT = words(`
  pad eos bos unk mask cls sep special next prev previous first last start end begin image video audio prompt additional
  extra decoder encoder forced stop new added label speaker target source word sub per num max min avg total current
  trigger placeholder boundary separator`)

const OF_DATA = words(`
  primary foreign cache sort sorting partition public hash dict rng prng jax random seed metric label text input output
  target feature column group join index config state dataset monitor lookup object image map registry split query tie
  foreign prompt answer question score param best dedup row`)

/** Whose `pass` is a password; elsewhere it is one over the data. */
const OF_LOGINS = words('db database smtp user root admin mysql pg postgres redis mail ftp ssh login sudo')

/** `--no-auth`, `ask_password`: a switch. */
const SWITCHES = words('no not has have is without skip ask allow requires needs')

/** Words at the end of a name that say nothing. */
const EMPTY = words('value val str string text plain raw default literal')

/** What a name says, as `--hf-token`, `WANDB_API_KEY`, `db.password`, `clientSecret`; undefined for `max_tokens`, `key_size`. */
export function strengthOf(name: string): Strength | undefined {
  if (!HINT.test(name) || name === 'PWD' || name === 'OLDPWD') return undefined
  const parts = partsOf(name)
  while (parts.length > 1 && EMPTY.has(parts.at(-1)!)) parts.pop()
  if (SWITCHES.has(parts[0] ?? '')) return undefined
  const last = parts.at(-1) ?? ''
  const before = parts.at(-2) ?? ''
  if (/(?:password|passwd|passphrase|passwort)s?$/.test(last) || last === 'pwd') return 'password'
  if (last === 'pass') return OF_LOGINS.has(before) ? 'password' : undefined
  if (/secrets?$/.test(last) || last === 'authorization' || last === 'apikey') return 'credential'
  if (last === 'keys') return before === 'api' ? 'credential' : undefined
  if (last === 'key') return weigh(before, OF_DATA, 'key')
  if (last === 'token') return weigh(before, OF_TEXT, 'token')
  return last === 'auth' || last === 'credential' || last === 'credentials' ? 'token' : undefined
}

function weigh(before: string, innocent: ReadonlySet<string>, plain: 'key' | 'token'): Strength | undefined {
  if (innocent.has(before)) return undefined
  return OF_MACHINES.has(before) ? 'credential' : plain
}

/** The words of a name in lower case, digits at their ends left out; `accesskey` is two. */
function partsOf(name: string): string[] {
  return name
    .slice(-120)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/(access|secret|private|account|auth|client|bearer|refresh|signing)(key|token)(?![a-z])/g, '$1 $2')
    .split(/[^a-z0-9]+/)
    .map(part => part.replace(/^([a-z].*?)\d+$/, '$1'))
    .filter(part => part !== '' && !/^\d+$/.test(part))
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
