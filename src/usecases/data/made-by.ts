import {artifactsOf} from '../../artifacts/entries'
import {sha256} from '../../base/digest'
import {isExpError} from '../../base/errors'
import type {DataNeed} from '../../model/data-needs'
import {ARTIFACTS_FOLDER} from '../../model/paths'
import {type BytesPorts, keptBytes} from '../artifact-bytes'
import {type ShowPorts, showRun} from '../show-run'

export type MadePorts = ShowPorts & BytesPorts

/** A small artifact that lies on the ledger itself. */
export interface Made {
  /** As git names it. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** The bytes of an input that another run made, where they are on the ledger and are those recorded. */
export async function madeBy(ports: MadePorts, {run, digest}: DataNeed): Promise<Made | undefined> {
  if (run === undefined || digest === undefined) return undefined
  const maker = await showRun(ports, run).catch(error => {
    if (isExpError(error)) return undefined
    throw error
  })
  const artifact = maker && artifactsOf(maker.record).find(each => each.digest === digest)
  if (!artifact) return undefined
  const [kept] = await keptBytes(ports, maker, [artifact])
  if (kept?.at !== 'ledger' || digest !== `sha256:${sha256(kept.bytes)}`) return undefined
  return {name: `${ports.ref}:${maker.path}/${ARTIFACTS_FOLDER}/${artifact.path}`, bytes: kept.bytes}
}
