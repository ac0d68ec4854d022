import type {JsonObject} from '../../base/json'
import type {Points} from '../curves/curve'

/** What came of a run. */
export interface Outcome {
  /** With its events folded in. */
  readonly record: JsonObject
  /** By metric. */
  readonly curves: ReadonlyMap<string, Points>
}
