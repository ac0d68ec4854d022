import {redactArgv, redactJson, redactText, redactUrl} from '../../src/capture/secrets'
import {secretFile} from '../../src/capture/secrets/file'
import fc from '../support/fast-check'

/** Pieces from which texts are made that nearly, and really, hold secrets, tags and what was left of them. */
const aPiece = fc.oneof(
  {weight: 3, arbitrary: fc.string({maxLength: 8, unit: 'binary'})},
  fc.constantFrom(
    ...[
      'password',
      'api_key',
      'token',
      'key',
      'secret',
      'Authorization',
      'Bearer ',
      'AccountKey',
      'sig',
      '--',
      '--token',
    ],
    ...[
      '=',
      ': ',
      ' ',
      ' is ',
      '"',
      "'",
      '\\"',
      '\n',
      '\r\n',
      '\n+',
      '\\n',
      '?',
      '&',
      '#',
      '@',
      ':',
      '/',
      '//',
      'https://',
      'ssh://',
    ],
    ...[
      '[redacted:',
      '[redacted:password]',
      '[redacted:url-credentials]',
      ']',
      '<',
      '>',
      ',',
      '(',
      ')',
      '${',
      '}',
      '.',
      '-',
    ],
    ...[
      'gh' + 'p_',
      's' + 'k-',
      'ey' + 'J',
      'AK' + 'IA',
      'hf' + '_',
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
    ],
    ...[
      'q7Zt2Kx9Lm4Wp8Rv3Yc6Hn1Bd5Fg0JsTk4w',
      'IOSFODNN7ABCDEFG',
      '3f9a1c7e5b0d82643f9a1c7e5b0d82643f9a1c7e',
      'hunter2',
    ],
  ),
)
const aText = fc.array(aPiece, {maxLength: 24}).map(pieces => pieces.join(''))
const runs = {numRuns: 2000}

test('a redacted text has nothing left to redact, and as many lines', () => {
  fc.assert(
    fc.property(aText, text => {
      const once = redactText(text)
      expect(redactText(once.text)).toEqual({text: once.text, found: []})
      expect(once.text.split('\n').length).toBe(text.split('\n').length)
      expect(once.text === text).toBe(once.found.length === 0)
    }),
    runs,
  )
})

test('so has a command', () => {
  fc.assert(
    fc.property(fc.array(aText, {maxLength: 5}), argv => {
      const once = redactArgv(argv)
      expect(once.argv).toHaveLength(argv.length)
      expect(redactArgv(once.argv)).toEqual({argv: once.argv, found: []})
    }),
    runs,
  )
})

test('so has a URL', () => {
  fc.assert(
    fc.property(aText, fc.constantFrom('', 'https://', 'ssh://'), (text, scheme) => {
      const once = redactUrl(scheme + text)
      expect(redactUrl(once)).toBe(once)
    }),
    {...runs, examples: [['gh' + 'p_3f9a1c7e5b0d82643f9a1c7e5b0d82643f9a1c7e"@', 'ssh://']]},
  )
})

test('so has any JSON, which stays the same object where nothing was found', () => {
  const {value: aValue} = fc.letrec<{value: unknown}>(tie => ({
    value: fc.oneof(
      {maxDepth: 3},
      fc.oneof(aText, fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), {maxLength: 4}),
      fc.dictionary(
        aText.filter(key => key !== '__proto__'),
        tie('value'),
        {maxKeys: 4},
      ),
    ),
  }))
  fc.assert(
    fc.property(aValue, made => {
      const value = made as Parameters<typeof redactJson>[0]
      const once = redactJson(value)
      const twice = redactJson(once.value)
      expect(twice.found).toEqual([])
      expect(twice.value).toBe(once.value)
      if (once.found.length > 0) return
      expect(once.value).toBe(value)
      for (const text of texts(value)) expect(redactText(text).found).toEqual([])
    }),
    runs,
  )
})

/** Every string and key of a value, commands apart. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value))
    return value.some(each => typeof each === 'string' && each.startsWith('--')) ? [] : value.flatMap(texts)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [key, ...texts(child)])
}

test('a file is judged without a throw', () => {
  fc.assert(
    fc.property(aText, fc.uint8Array({maxLength: 64}), (path, head) => {
      secretFile(path, head)
      secretFile(path, Buffer.from(path))
    }),
    runs,
  )
})
