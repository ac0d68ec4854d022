import {at, isObject} from '../../base/json'
import type {InputChange} from '../../compare/reproduction/inputs/change'
import type {Evidence} from '../../compare/reproduction/inputs/evidence'
import type {Oid} from '../../model/ids'
import type {GitObjects} from '../../ports/git-objects'
import type {BytesPorts} from '../artifact-bytes'
import {codeThatRan} from '../code-that-ran'
import {runTexts} from '../run-texts'
import type {Shown} from '../show-run'

/** What the records of two runs do not tell themselves: files that differ, packages, lines of config files. */
export async function evidenceOf(ports: BytesPorts, before: Shown, after: Shown): Promise<Evidence> {
  const [trees, {texts, packages}] = await Promise.all([
    codeThatRan(ports.objects, [before, after]),
    runTexts(ports, before, after),
  ])
  const [old, now] = trees
  const files = old && now ? await filesBetween(ports.objects, old, now) : undefined
  const listed = [before, after].map(({run}) => run.files.find(({path}) => path === 'requirements.txt'))
  const kept = texts.flatMap(text =>
    'before' in text && text.role === 'config' ? [lineChange(text.path, text.before, text.after)] : [],
  )
  const tracked =
    old && now && files ? await trackedConfigs(ports.objects, [before, after], [old.tree, now.tree], files) : []
  const told = new Set(kept.map(({what}) => what))
  return {
    files,
    packages: packages ?? (listed.every(each => each !== undefined) ? 'same' : undefined),
    configs: [...kept, ...tracked.filter(({what}) => !told.has(what))],
  }
}

type Ran = {readonly code: string; readonly tree: Oid}

async function filesBetween(objects: GitObjects, before: Ran, after: Ran): Promise<string[]> {
  if (before.code === after.code) return []
  const [changes] = await objects.changesBetween([[before.tree, after.tree]])
  return (changes ?? []).map(({path}) => path)
}

/** Config files that lie in the repository and that one run or the other was heard reading, or named. */
async function trackedConfigs(
  objects: GitObjects,
  runs: readonly Shown[],
  [before, after]: readonly [Oid, Oid],
  files: readonly string[],
): Promise<InputChange[]> {
  const configs = new Set(runs.flatMap(configsOf))
  const changed = files.filter(path => configs.has(path))
  const found = await objects.find(changed.flatMap(path => [`${before}:${path}`, `${after}:${path}`]))
  return changed.flatMap((path, i) => {
    const [old, now] = [found[2 * i], found[2 * i + 1]].map(blob => blob && Buffer.from(blob.bytes).toString())
    return old === undefined || now === undefined ? [] : [lineChange(path, old, now)]
  })
}

function configsOf({record}: Shown): string[] {
  const inputs = at(record, 'inputs')
  const read = (Array.isArray(inputs) ? inputs.filter(isObject) : []).flatMap(({role, path}) =>
    role === 'config' ? [path] : [],
  )
  return [...read, at(record, 'code', 'config')].flat().filter(path => typeof path === 'string')
}

/** The line that differs, where it is one. */
function lineChange(path: string, before: string, after: string): InputChange {
  const [old, now] = [before, after].map(text =>
    text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(line => line !== ''),
  ) as [string[], string[]]
  const gone = old.filter(line => !now.includes(line))
  const come = now.filter(line => !old.includes(line))
  if (gone.length === 1 && come.length === 1) return {what: path, before: gone[0]!, after: come[0]!}
  return {what: path, before: `${gone.length} lines`, after: `${come.length} others`}
}
