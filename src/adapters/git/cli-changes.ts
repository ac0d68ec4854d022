import type {Oid} from '../../model/ids'
import type {TreeChange, TreeEntry} from '../../ports/git-objects'
import type {GitProgram} from './program'

const ARGS = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index']

export const folderArgs = (folder: string | undefined) =>
  folder === undefined ? [] : ['--', `:(top,literal)${folder}`]

export async function changes(
  git: GitProgram,
  before: Oid,
  after: Oid,
  folder: string | undefined,
): Promise<TreeChange[]> {
  const {stdout} = await git.run([...ARGS, before, after, ...folderArgs(folder)])
  return read(stdout.toString(), 0).changes
}

/** One process for all pairs of trees. */
export async function changesBetween(
  git: GitProgram,
  pairs: readonly (readonly [Oid, Oid])[],
): Promise<TreeChange[][]> {
  if (pairs.length === 0) return []
  const input = pairs.map(pair => `${pair.join(' ')}\n`).join('')
  const text = (await git.run([...ARGS, '--stdin'], {input})).stdout.toString()
  const answers: TreeChange[][] = []
  for (let at = 0; at < text.length; ) {
    // A line with the two trees stands before what differs between them.
    const {changes, end} = read(text, text.indexOf('\n', at) + 1)
    answers.push(changes)
    at = end
  }
  return answers
}

/** `:<mode> <mode> <oid> <oid> <letter>` NUL `<path>` NUL, as long as such come. */
function read(text: string, from: number): {readonly changes: TreeChange[]; readonly end: number} {
  const changes: TreeChange[] = []
  let at = from
  while (text[at] === ':') {
    const facts = text.indexOf('\0', at)
    const end = text.indexOf('\0', facts + 1)
    changes.push(changeOf(text.slice(at + 1, facts), text.slice(facts + 1, end)))
    at = end + 1
  }
  return {changes, end: at}
}

function changeOf(facts: string, path: string): TreeChange {
  const [oldMode, newMode, old, now] = facts.split(' ')
  const present = (oid: string | undefined) => oid !== undefined && !/^0+$/.test(oid)
  return {
    path,
    ...(present(old) && {before: old as Oid}),
    ...(present(now) && {after: now as Oid}),
    ...modesOf(present(old) ? oldMode : undefined, present(now) ? newMode : undefined),
  }
}

function modesOf(before: string | undefined, after: string | undefined): Pick<TreeChange, 'modes'> {
  if ([before, after].every(mode => mode === undefined || mode === '100644')) return {}
  const [old, now] = [before, after] as [TreeEntry['mode'] | undefined, TreeEntry['mode'] | undefined]
  return {modes: {...(old && {before: old}), ...(now && {after: now})}}
}
