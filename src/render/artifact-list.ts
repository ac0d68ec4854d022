import {safe} from '../base/text'
import {formatBytes} from '../base/units'
import {styleOf} from './color'
import {renderTable} from './table'
import {shortHash} from './value-text'

/** An artifact and where its bytes are. */
export interface ArtifactRow {
  readonly path: string
  readonly role?: string
  readonly digest?: string
  readonly size?: number
  readonly bytes: string
  readonly uri?: string
}

const BYTES: Readonly<Record<string, string>> = {
  ledger: 'in the ledger',
  store: 'in the store',
  missing: 'not here',
  absent: 'nobody has them',
}

/** A line for each: path, size, role, digest, where its bytes are. */
export function renderArtifacts(rows: readonly ArtifactRow[], {color, width}: {color: boolean; width: number}): string {
  const style = styleOf(color)
  const cells = rows.map(({path, size, role, digest, bytes, uri}) => [
    {text: safe(path)},
    {text: size === undefined ? '' : formatBytes(size)},
    {text: safe(role ?? '')},
    {text: shortHash(digest ?? '')},
    {text: bytes === 'outside' ? safe(uri ?? '') : (BYTES[bytes] ?? '')},
  ])
  const columns = [
    {label: 'path', priority: 9, min: 16},
    {label: 'size', align: 'right' as const, priority: 6},
    {label: 'role', priority: 7},
    {label: 'digest', priority: 2},
    {label: 'bytes', priority: 5},
  ]
  return renderTable(columns, cells, {width, header: style.dim}).text
}
