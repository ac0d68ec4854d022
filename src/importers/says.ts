import type {JsonObject} from '../base/json'
import type {Direction} from '../model/settings'

export type Source =
  | 'hf-trainer-state'
  | 'hf-results'
  | 'hf-training-args'
  | 'class-report'
  | 'lightning-csv'
  | 'lightning-hparams'
  | 'keras-csv'
  | 'keras-history'
  | 'tensorboard'
  | 'hydra-config'
  | 'hydra-overrides'
  | 'spacy-meta'
  | 'lm-eval'
  | 'ultralytics-csv'
  | 'ultralytics-args'
  | 'dvclive-metrics'
  | 'dvclive-series'
  | 'dvclive-params'
  | 'metrics-json'

/** What one file says of one run, in the file's own words: the caller merges it with what it heard, and makes names of the record. */
export interface FileSays {
  readonly source: Source
  readonly params?: JsonObject
  /** Hydra's: what was typed to change the configuration, word by word. */
  readonly overrides?: readonly string[]
  /** Curves: one point for each split, metric and step. */
  readonly points?: readonly SaidPoint[]
  /** Values that are no part of a curve: of the finished model, or of all the training. */
  readonly metrics?: readonly SaidMetric[]
  readonly reports?: readonly SaidReport[]
  readonly best?: SaidBest
  /** What a reader of the record should know: values left out, or said twice. */
  readonly notes?: readonly string[]
}

export interface SaidValue {
  /** As the source has it (`eval`, `val`, the name of a data set); absent where it has none. */
  readonly split?: string
  /** Without the prefix that became `split`; otherwise untouched: slashes, dots, spaces and all. */
  readonly metric: string
  readonly value: number
}

export interface SaidMetric extends SaidValue {
  readonly direction?: Direction
}

export interface SaidPoint extends SaidValue {
  /** Steps of training, or epochs where the source counts these only. */
  readonly step: number
  readonly epoch?: number
  /** Milliseconds since 1970. */
  readonly time?: number
}

/** `precision`, `recall`, `f1`, `support`, or whatever else the source measures. */
export type Scores = Readonly<Record<string, number>>

export interface SaidReport {
  /** Which of several in one file: spaCy's `ents`, `cats`. */
  readonly name?: string
  readonly split?: string
  readonly labels: Readonly<Record<string, Scores>>
  /** `macro`, `micro`, `weighted`, `samples`. */
  readonly averages?: Readonly<Record<string, Scores>>
  readonly accuracy?: number
}

export interface SaidBest {
  readonly value: number
  readonly step?: number
  readonly split?: string
  /** Absent where the file does not name it and more than one has this value. */
  readonly metric?: string
}
