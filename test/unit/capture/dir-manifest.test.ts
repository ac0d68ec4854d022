import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {sha256} from '../../../src/base/digest'
import {dirDigest, dirManifest} from '../../../src/capture/dir-manifest'
import type {Digest} from '../../../src/model/ids'
import {tempFolder} from '../../support/git'

const digestOf = (bytes: string | Uint8Array) => `sha256:${sha256(Buffer.from(bytes))}` as Digest

test('the folder of the reference has the digest that others found', () => {
  const files = [
    {path: 'sub/c.txt', digest: 'sha256:ae9a6306a205417afddd14316cc1d0d5e04a98f1be10865dce643925ee070ce2' as Digest},
    {path: 'b.bin', digest: digestOf(Uint8Array.from({length: 256}, (_, i) => i))},
    {path: 'a.txt', digest: digestOf('alpha\n')},
  ]
  expect(dirManifest(files)).toBe(
    'b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060  a.txt\n' +
      '40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880  b.bin\n' +
      'ae9a6306a205417afddd14316cc1d0d5e04a98f1be10865dce643925ee070ce2  sub/c.txt\n',
  )
  expect(dirDigest(files)).toBe('sha256:2cb84ddbbaded30c77bdea9b3089689c20e4f05a94685f628d4bf9d9a378304b')
})

test('the order is that of the bytes, beyond the basic plane too', () => {
  const digest = digestOf('')
  const lines = dirManifest(['\u{1f600}', '\uff21', 'a/b', 'a-b', 'a.txt', 'B'].map(path => ({path, digest})))
  expect(lines.split('\n').map(line => line.slice(66))).toEqual(['B', 'a-b', 'a.txt', 'a/b', '\uff21', '\u{1f600}', ''])
})

test('sha256sum -c accepts it, odd names included', () => {
  const folder = tempFolder()
  const names = ['plain', 'with space', 'back\\slash', 'new\nline', 'carriage\rreturn', '*star', 'sub/dir/ü']
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), name)
  }
  const manifest = dirManifest(names.map(path => ({path, digest: digestOf(readFileSync(join(folder, path)))})))
  const said = execFileSync('sha256sum', ['-c', '--strict', '-'], {cwd: folder, input: manifest, encoding: 'utf8'})
  expect(said.match(/: OK$/gm)).toHaveLength(names.length)
})
