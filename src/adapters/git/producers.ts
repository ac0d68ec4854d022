import type {Digest, RunId} from '../../model/ids'
import {parseRunPath} from '../../model/paths'
import type {Producers} from '../../ports/producers'
import type {GitProgram} from './program'

/** By `git grep` over artifact events and records; an input of a run names the same digest, so the place counts. */
export function cliProducers(git: GitProgram): Producers {
  return {
    of: async (tip, digests) => {
      const found = new Map<Digest, RunId>()
      if (digests.length === 0) return found
      const patterns = digests.flatMap(digest => ['-e', digest])
      const {stdout} = await git.run(['grep', '-F', '-z', '--full-name', ...patterns, tip, '--', ':(top)runs'], {
        ok: [0, 1],
      })
      for (const line of stdout.toString().split('\n')) {
        const [place, text] = line.split('\0')
        const path = place?.slice(tip.length + 1)
        const run = path === undefined ? undefined : parseRunPath(path)
        const digest = digests.find(each => text?.includes(each))
        if (run && digest && madeHere(run.rest, text!) && !found.has(digest)) found.set(digest, run.id)
      }
      return found
    },
  }
}

/** Events of kind `artifact` list what was made; a pointer stands for it. In a record, inputs and configs stand beside artifacts. */
const madeHere = (rest: string, text: string) =>
  /^events\/[^/]+-artifact\.yaml$/.test(rest) || (rest.startsWith('artifacts/') && text.startsWith('oid '))
