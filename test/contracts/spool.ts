import type {Spool} from '../../src/ports/spool'

/** `open` answers the same spool again, as another process would open it. */
export function describeSpool(name: string, make: () => Promise<{open: () => Spool}>): void {
  describe(`${name} as a spool`, () => {
    let open: () => Spool
    beforeEach(async () => {
      open = (await make()).open
    })

    it('is empty at first, and says where it is', () => {
      const spool = open()
      expect(spool.place).not.toBe('')
      expect(spool.waiting()).toEqual([])
      expect(spool.has('a')).toBe(false)
      expect(spool.get('a')).toBeUndefined()
      expect(spool.acknowledged('a')).toBeUndefined()
      expect(spool.parked('a')).toBeUndefined()
      expect(spool.rejected()).toEqual([])
      spool.drop('a')
    })

    it('keeps any bytes until they are dropped, for others too', () => {
      const bytes = Buffer.from([0, 10, 13, 255])
      const big = Buffer.alloc(300_000, 'x')
      open().put('a', bytes)
      open().put('b', Buffer.alloc(0))
      open().put('c', big)
      const other = open()
      expect(['a', 'b', 'c'].map(name => other.has(name))).toEqual([true, true, true])
      expect(Buffer.from(other.get('a')!).equals(bytes)).toBe(true)
      expect(other.get('b')).toHaveLength(0)
      expect(Buffer.from(other.get('c')!).equals(big)).toBe(true)
      other.drop('a')
      expect(open().has('a')).toBe(false)
      expect(open().waiting()).toEqual(['b', 'c'])
    })

    it('lists by name, which is by age', () => {
      const names = ['0mi0-0002-ff', '0mi0-0001-aa', '0mhz-0009-00', '0mi1-0000-11']
      for (const name of names) open().put(name, Buffer.from(name))
      expect(open().waiting()).toEqual([...names].sort())
    })

    it('is not changed by what happens to the bytes it was given', () => {
      const bytes = Buffer.from('before')
      open().put('a', bytes)
      bytes.write('after!')
      expect(`${Buffer.from(open().get('a')!)}`).toBe('before')
    })

    it('parks an entry with its reason', () => {
      open().put('bad', Buffer.from('x'))
      open().put('good', Buffer.from('y'))
      const path = open().park('bad', 'has a ".." part')
      expect(open().parked('bad')).toEqual({reason: 'has a ".." part', path})
      expect(path).toContain('bad')
      expect(open().waiting()).toEqual(['good'])
      expect(open().has('bad')).toBe(false)
      expect(open().parked('good')).toBeUndefined()
      expect(open().rejected()).toEqual(['bad'])
      expect(open().park('bad', 'again')).toBe(path)
      expect(open().rejected()).toEqual(['bad'])
    })

    it('forgets a parked entry', () => {
      open().put('bad', Buffer.from('x'))
      open().park('bad', 'known')
      open().forget('bad')
      expect([open().parked('bad'), open().rejected(), open().waiting()]).toEqual([undefined, [], []])
    })

    it('remembers which commit an entry became', () => {
      open().acknowledge([
        {name: 'a', commit: '1'.repeat(40)},
        {name: 'b', commit: '2'.repeat(40)},
      ])
      open().acknowledge([{name: 'c', commit: '3'.repeat(40)}])
      expect(['a', 'b', 'c', 'd'].map(name => open().acknowledged(name))).toEqual([
        '1'.repeat(40),
        '2'.repeat(40),
        '3'.repeat(40),
        undefined,
      ])
    })

    it('gives the lock to one at a time', () => {
      expect(open().busy()).toBe(false)
      const first = open().lock()
      expect(open().busy()).toBe(true)
      expect(first).toBeDefined()
      expect(open().lock()).toBeUndefined()
      first!.beat()
      first!.release()
      const second = open().lock()
      expect(second).toBeDefined()
      // A release that comes late takes nobody else's lock.
      first!.release()
      expect(open().lock()).toBeUndefined()
      second!.release()
      expect(open().lock()).toBeDefined()
    })

    it('does not show the lock, acknowledgements or parked entries as waiting', () => {
      open().put('a', Buffer.from('x'))
      open().lock()
      open().acknowledge([{name: 'z', commit: '0'.repeat(40)}])
      open().put('b', Buffer.from('x'))
      open().park('b', 'why')
      expect(open().waiting()).toEqual(['a'])
    })
  })
}
