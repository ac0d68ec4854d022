import type {GitObjects} from '../ports/git-objects'
import type {Shown} from './show-run'

/** The text of an ordinary file in a run's folder on the ledger; undefined where there is none of that name. */
export async function textBeside(
  {objects}: {readonly objects: GitObjects},
  {run}: Shown,
  name: string,
): Promise<string | undefined> {
  const entry = run.files.find(({path, mode}) => path === name && mode.startsWith('100'))
  if (!entry) return undefined
  for await (const {bytes} of objects.blobs([entry.oid])) return Buffer.from(bytes).toString()
  return undefined
}
