import {hasControl, shellWord} from '../../base/text'
import {addressOf, type DataNeed, lastPartOf} from '../../model/data-needs'
import {type HubAddress, hubAddress} from './hub-address'

/**
 * What a person types to have an input, `folder` being the checkout; undefined where no tool is known for its address. Every word of the record is
 * quoted, and stands where it can be no option. Pure.
 */
export function bringCommand(need: DataNeed, folder: string): string | undefined {
  const hub = hubAddress(need)
  const address = addressOf(need)
  const words = hub
    ? hubWords(hub)
    : address === undefined
      ? undefined
      : storageWords(need, address, placeFor(need, folder))
  if (!words || words.flat().some(hasControl)) return undefined
  return words.map(command => command.map(shellWord).join(' ')).join(' && ')
}

type Commands = readonly (readonly string[])[]

function hubWords({kind, id, revision, file}: HubAddress): Commands | undefined {
  if (file?.startsWith('-')) return undefined
  const type = kind === 'model' ? [] : ['--repo-type', kind]
  return [
    [
      'hf',
      'download',
      ...type,
      ...(revision === undefined ? [] : ['--revision', revision]),
      id,
      ...(file ? [file] : []),
    ],
  ]
}

/** At its path; what has none is for a folder that `--data` then names. */
function placeFor({path, uri}: DataNeed, folder: string): string {
  const name = lastPartOf(uri ?? '') ?? 'data'
  return path === undefined ? `./${name}` : `${folder}/${path}`
}

function storageWords({files}: DataNeed, address: string, to: string): Commands | undefined {
  const many = files !== undefined
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^?]*)/i.exec(address) ?? []
  const [, bucket = '', key = ''] = /^([^/]+)\/(.+)$/.exec(rest) ?? []
  const parent = to.replace(/\/[^/]*$/, '')
  const after = (...command: readonly string[]): Commands =>
    parent === '.' ? [command] : [['mkdir', '-p', parent], command]
  const version = /[?&](?:versionId|generation)=([^&#]+)/.exec(address)?.[1]
  switch (scheme.toLowerCase()) {
    case 'http':
    case 'https':
      return many ? undefined : after('curl', '--fail', '--location', '--output', to, address)
    case 's3':
    case 's3a':
    case 's3n':
      if (bucket === '') return undefined
      return version === undefined
        ? after('aws', 's3', 'cp', ...(many ? ['--recursive'] : []), `s3://${bucket}/${key}`, to)
        : after('aws', 's3api', 'get-object', `--bucket=${bucket}`, `--key=${key}`, `--version-id=${version}`, to)
    case 'gs':
    case 'gcs':
      if (bucket === '') return undefined
      return after(
        'gcloud',
        'storage',
        'cp',
        ...(many ? ['--recursive'] : []),
        `gs://${generation(bucket, key, version)}`,
        to,
      )
    case 'az':
    case 'azure':
    case 'abfs':
    case 'abfss':
    case 'wasb':
    case 'wasbs':
      return bucket === '' ? undefined : many ? undefined : after(...blobWords(bucket, key, to))
    case 'hdfs':
      return after('hdfs', 'dfs', '-get', address, to)
    default:
      return undefined
  }
}

const generation = (bucket: string, key: string, version: string | undefined) =>
  version !== undefined && /^\d+$/.test(version) && !key.includes('#')
    ? `${bucket}/${key}#${version}`
    : `${bucket}/${key}`

/** `az://container/blob`, or `abfs://container@account.dfs.core.windows.net/blob`. */
function blobWords(host: string, blob: string, to: string): string[] {
  const [container, account] = host.split('@') as [string, string?]
  const named = account === undefined ? [] : [`--account-name=${account.replace(/\..*$/, '')}`]
  const words = [`--container-name=${container}`, `--name=${blob}`, `--file=${to}`]
  return ['az', 'storage', 'blob', 'download', ...named, ...words]
}
