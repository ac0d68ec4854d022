import {existsSync} from 'node:fs'
import {join} from 'node:path'

/** Folder that Python is to look into first, so that it tells what happens inside; undefined where it was not installed along. */
export function hookFolder(): string | undefined {
  const places = ['../..', '../../..'].map(up => join(__dirname, up, 'python/gitexp/_hook/_inject'))
  return places.find(place => existsSync(join(place, 'sitecustomize.py')))
}
