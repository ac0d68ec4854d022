import type {Cache} from '../../src/ports/cache'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (found: Uint8Array | undefined) => (found ? Buffer.from(found).toString() : undefined)

/** What every cache promises. */
export function cacheContract(name: string, make: () => Cache): void {
  describe(`${name} as a cache`, () => {
    test('gives back what was written, whole and in parts', () => {
      const cache = make()
      expect(cache.write('a', [bytes('hello '), bytes('world')])).toBe(true)
      expect(text(cache.read('a'))).toBe('hello world')
      const file = cache.open('a')!
      expect(file.size).toBe(11)
      expect(text(file.slice(6, 5))).toBe('world')
      expect(text(file.slice(0, 0))).toBe('')
      file.close()
    })

    test('answers undefined for what is not there', () => {
      const cache = make()
      expect(cache.read('none')).toBeUndefined()
      expect(cache.open('none')).toBeUndefined()
      expect(cache.list()).toEqual([])
      cache.remove('none')
    })

    test('an open file stays as it was when it is replaced or removed', () => {
      const cache = make()
      cache.write('a', bytes('first'))
      const file = cache.open('a')!
      cache.write('a', bytes('other'))
      cache.remove('a')
      expect(text(file.slice(0, 5))).toBe('first')
      file.close()
    })

    test('appends behind the length its caller knows, and cuts what somebody left there', () => {
      const cache = make()
      expect(cache.append('log', bytes('one\n'), 0)).toBe(true)
      expect(cache.append('log', bytes('torn'), 4)).toBe(true)
      expect(cache.append('log', bytes('two\n'), 4)).toBe(true)
      expect(text(cache.read('log'))).toBe('one\ntwo\n')
    })

    test('does not append to a file that is shorter than expected', () => {
      const cache = make()
      cache.write('log', bytes('abc'))
      expect(cache.append('log', bytes('x'), 10)).toBe(false)
      expect(cache.append('gone', bytes('x'), 10)).toBe(false)
      expect(text(cache.read('log'))).toBe('abc')
    })

    test('lists and removes', () => {
      const cache = make()
      cache.write('b', bytes(''))
      cache.write('a', bytes(''))
      expect(cache.list()).toEqual(['a', 'b'])
      cache.remove('a')
      expect(cache.list()).toEqual(['b'])
    })

    test('one at a time: the second is refused at once, and the lock goes when work throws', () => {
      const cache = make()
      expect(cache.exclusively(() => cache.exclusively(() => 'inner') ?? 'refused')).toBe('refused')
      expect(() =>
        cache.exclusively(() => {
          throw new Error('broken')
        }),
      ).toThrow('broken')
      expect(cache.exclusively(() => 'free')).toBe('free')
    })
  })
}
