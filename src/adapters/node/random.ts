import {closeSync, openSync, readSync} from 'node:fs'

/**
 * Bytes of the kernel's own secure source, which node:crypto reads too: by itself that module takes 3 ms to load. Where there is
 * no such file, from the module.
 */
export function randomBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count)
  try {
    const fd = openSync('/dev/urandom', 'r')
    try {
      for (let at = 0; at < count; ) at += readSync(fd, bytes, at, count - at, null)
    } finally {
      closeSync(fd)
    }
    return bytes
  } catch {
    return (require('node:crypto') as typeof import('node:crypto')).randomBytes(count)
  }
}
