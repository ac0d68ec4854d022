import {hasControl} from '../base/text'
import type {Timestamp} from '../base/time'
import type {RunId} from './ids'

export const LEDGER_FILE = 'ledger.yaml'
export const TEMPLATES_FOLDER = 'templates'
export const RUNS_FOLDER = 'runs'
export const RECORD_FILE = 'run.yaml'
export const SERIES_FILE = 'series.csv'
export const EVENTS_FOLDER = 'events'
export const ARTIFACTS_FOLDER = 'artifacts'

/** `runs/2026-11/23/14/<slug>-<id>`: month, day and hour of `created` in UTC. */
export function runFolder(created: Timestamp, slug: string, id: RunId): string {
  const utc = new Date(created).toISOString()
  return `${RUNS_FOLDER}/${utc.slice(0, 7)}/${utc.slice(8, 10)}/${utc.slice(11, 13)}/${slug}-${id}`
}

/** The run folder that a path of the ledger lies in, with its id, or undefined. */
export function parseRunPath(path: string): {folder: string; id: RunId; rest: string} | undefined {
  const match = /^(runs\/\d{4}-\d{2}\/\d{2}\/\d{2}\/[a-z0-9_-]+-([0-9a-hjkmnp-tv-z]{12}))(?:\/(.*))?$/.exec(path)
  if (!match) return undefined
  return {folder: match[1]!, id: match[2] as RunId, rest: match[3] ?? ''}
}

export function templatePath(name: string): string {
  return `${TEMPLATES_FOLDER}/${name}.schema.json`
}

/** The name of the template that lies at a path, or undefined where none does. */
export function templateNameOf(path: string): string | undefined {
  return /^templates\/(.+)\.schema\.json$/.exec(path)?.[1]
}

/** The part of a folder name that comes from a run's name: lower-case, [a-z0-9_-], at most 60 characters, never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .slice(0, 60)
    .replace(/^[-_]+|[-_]+$/g, '')
  return slug === '' ? 'run' : slug
}

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i

/**
 * Why `path` must not be written into a tree, in one clause, or undefined when it may: relative, `/` between parts, no part
 * empty, `.`, `..` or `.git` in any disguise, nothing Windows reserves, no control characters, at most 255 bytes a part.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'is empty'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is an absolute path'
  if (path.includes('\\')) return 'holds a backslash'
  if (hasControl(path)) return 'holds a control character'
  if (!path.isWellFormed()) return 'is not valid Unicode'
  if (Buffer.byteLength(path) > 1024) return 'is longer than 1024 bytes'
  for (const part of path.split('/')) {
    const problem = partProblem(part)
    if (problem) return problem
  }
  return undefined
}

function partProblem(part: string): string | undefined {
  if (part === '') return 'has an empty part'
  if (part === '.' || part === '..') return `has a "${part}" part`
  if (isDotGit(part)) return 'leads into .git'
  if (RESERVED.test(part)) return `has the part "${part}", which Windows reserves`
  if (/[<>:"|?*]/.test(part)) return `has the part "${part}", with a character Windows refuses`
  if (/[. ]$/.test(part)) return `has the part "${part}", which ends in a dot or a space`
  if (Buffer.byteLength(part) > 255) return 'has a part longer than 255 bytes'
  return undefined
}

/** `.git` as HFS+ and NTFS also know it (`.GIT`, `git~1`, `.git ` …), after git's own verify_path. */
function isDotGit(part: string): boolean {
  const plain = part.toLowerCase().replace(/[. ]+$/, '')
  return plain === '.git' || plain === 'git~1' || plain === '.gitmodules'
}
