import {sha256} from '../../base/digest'

const WORDS = 2 ** 32
const MOST_EXACT = 2 ** 21

/** Random numbers that are the same on every machine for the same seed. */
export interface Generator {
  /** Uniform in 0 … 2^32 - 1. */
  next(): number
  /** Uniform in 0 … n - 1, without the bias of a remainder; n is whole, 1 … 2^32. */
  below(n: number): number
}

/** xoshiro128** 1.1 (Blackman and Vigna 2018, public domain), its state the first 128 bits of the SHA-256 of the seed's text. */
export function generator(seed: string | number): Generator {
  const digest = sha256(new TextEncoder().encode(String(seed)))
  let [a, b, c, d] = [0, 8, 16, 24].map(at => Number.parseInt(digest.slice(at, at + 8), 16) | 0) as [
    number,
    number,
    number,
    number,
  ]
  const next = () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
    return result
  }
  return {next, below: n => below(n, next)}
}

const rotated = (word: number, by: number) => (word << by) | (word >>> (32 - by))

/**
 * The high word of a number times n; again where the low word is one of the few that would favour some (Lemire 2019). `imul`
 * gives the low word, and the product of a larger n would not be exact.
 */
function below(n: number, next: () => number): number {
  if (n > MOST_EXACT) return belowLarge(n, next)
  for (;;) {
    const drawn = next()
    const low = Math.imul(drawn, n) >>> 0
    if (low >= n || low >= WORDS % n) return Math.floor((drawn * n) / WORDS)
  }
}

/** As many high bits as n - 1 has, again until they are below n: fewer than two draws on average. */
function belowLarge(n: number, next: () => number): number {
  const shift = Math.clz32(n - 1)
  let drawn = next() >>> shift
  while (drawn >= n) drawn = next() >>> shift
  return drawn
}
