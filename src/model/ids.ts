declare const brand: unique symbol

/** 12 characters of lower-case Crockford base32 (60 bits). */
export type RunId = string & {readonly [brand]: 'RunId'}
/** A git object id: 40 or 64 lower-case hex digits. */
export type Oid = string & {readonly [brand]: 'Oid'}
/** `sha256:<64 hex>` */
export type Digest = string & {readonly [brand]: 'Digest'}

export const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

const RUN_ID = /^[0-9a-hjkmnp-tv-z]{12}$/
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

export const isRunId = (text: string): text is RunId => RUN_ID.test(text)
export const isOid = (text: string): text is Oid => OID.test(text)
export const isDigest = (text: string): text is Digest => DIGEST.test(text)

/** Twelve characters from at least eight random bytes; five bits a character. */
export function runIdFrom(random: Uint8Array): RunId {
  let bits = 0n
  for (const byte of random.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte)
  let id = ''
  for (let i = 0; i < 12; i++) {
    id += CROCKFORD[Number(bits & 31n)]
    bits >>= 5n
  }
  return id as RunId
}
