import type {Digest, Oid, RunId} from '../model/ids'

/** Finds which run made a file. */
export interface Producers {
  /** The run among whose artifacts each digest is, at a tip of the ledger; a digest that none has is left out. */
  of(tip: Oid, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, RunId>>
}
