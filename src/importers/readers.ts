import {readClassReports} from './class-report'
import {readDvcliveMetrics, readDvcliveParams, readDvcliveSeries, SERIES} from './dvclive'
import type {Head} from './head'
import {readResults} from './huggingface/results'
import {readTrainerState} from './huggingface/trainer-state'
import {readTrainingArgs} from './huggingface/training-args'
import {readHydraConfig, readHydraOverrides} from './hydra'
import {readKerasCsv, readKerasHistory} from './keras'
import {readLightningCsv, readLightningParams} from './lightning'
import {readLmEval} from './lm-eval'
import {PLAIN_METRICS, readPlainMetrics} from './plain-metrics'
import type {FileSays, Source} from './says'
import {readSpacyMeta} from './spacy'
import {readEvents} from './tensorboard/read-events'
import {readUltralyticsArgs, readUltralyticsCsv} from './ultralytics'

export interface Reader {
  readonly source: Source
  readonly maxBytes: number
  readonly knows: (head: Head) => boolean
  /** Throws Unreadable. */
  readonly read: (bytes: Uint8Array, path: string) => FileSays | Promise<FileSays>
}

const KIB = 1024
const MIB = 1024 * KIB

/** The first that knows a file reads it. */
export const READERS: readonly Reader[] = [
  {
    source: 'tensorboard',
    maxBytes: 64 * MIB,
    knows: ({name, text}) => /\.tfevents\./.test(name) || text.slice(0, 64).includes('brain.Event:'),
    read: readEvents,
  },
  {
    source: 'hf-training-args',
    maxBytes: 4 * MIB,
    knows: ({name, text}) =>
      name === 'training_args.bin' ||
      (text.startsWith('PK') && / TrainingArguments\n|transformers\.training_args/.test(text)),
    read: readTrainingArgs,
  },
  {
    source: 'hf-trainer-state',
    maxBytes: 32 * MIB,
    knows: ({name, keys}) =>
      name === 'trainer_state.json' || keys('log_history') || keys('best_metric', 'best_model_checkpoint'),
    read: readTrainerState,
  },
  {
    source: 'lm-eval',
    maxBytes: 32 * MIB,
    knows: ({text, keys}) =>
      keys('results') && /^\s*\{\s*"results"\s*:/.test(text) && /"[^"\n]+,[\w-]+"\s*:/.test(text),
    read: readLmEval,
  },
  {
    source: 'hf-results',
    maxBytes: MIB,
    knows: ({name, json, text}) =>
      /^(?:all|train|eval|test|predict)_results\.json$/.test(name) ||
      (json && /"\w+_runtime"\s*:/.test(text) && /"\w+_(?:samples|steps)_per_second"\s*:/.test(text)),
    read: readResults,
  },
  {
    source: 'spacy-meta',
    maxBytes: 8 * MIB,
    knows: ({name, keys}) => keys('spacy_version') && (name === 'meta.json' || keys('performance')),
    read: readSpacyMeta,
  },
  {
    source: 'keras-history',
    maxBytes: 32 * MIB,
    knows: ({name, json, text}) => json && (KERAS_HISTORY.test(text) || (/history/i.test(name) && OF_LISTS.test(text))),
    read: readKerasHistory,
  },
  {
    source: 'class-report',
    maxBytes: 8 * MIB,
    knows: ({keys}) => keys('precision', 'recall') && (keys('f1-score') || (keys('f1') && keys('number'))),
    read: readClassReports,
  },
  {
    source: 'dvclive-metrics',
    maxBytes: MIB,
    knows: ({name, path, keys}) =>
      name === 'metrics.json' && (keys('step') || /(?:^|\/)dvclive\/metrics\.json$/.test(path)),
    read: readDvcliveMetrics,
  },
  {
    source: 'dvclive-series',
    maxBytes: 32 * MIB,
    knows: ({path, columns}) => SERIES.test(path) && columns('step'),
    read: readDvcliveSeries,
  },
  {
    source: 'dvclive-params',
    maxBytes: 256 * KIB,
    knows: ({path}) => /(?:^|\/)dvclive\/params\.yaml$/.test(path),
    read: readDvcliveParams,
  },
  {
    source: 'hydra-config',
    maxBytes: 256 * KIB,
    knows: ({path}) => /(?:^|\/)\.hydra\/config\.yaml$/.test(path),
    read: readHydraConfig,
  },
  {
    source: 'hydra-overrides',
    maxBytes: 256 * KIB,
    knows: ({path}) => /(?:^|\/)\.hydra\/overrides\.yaml$/.test(path),
    read: readHydraOverrides,
  },
  {
    source: 'lightning-hparams',
    maxBytes: 256 * KIB,
    knows: ({name}) => name === 'hparams.yaml',
    read: readLightningParams,
  },
  {
    source: 'ultralytics-args',
    maxBytes: 256 * KIB,
    knows: ({name, text}) => name === 'args.yaml' && /^task:/m.test(text) && /^mode:/m.test(text),
    read: readUltralyticsArgs,
  },
  {
    source: 'ultralytics-csv',
    maxBytes: 32 * MIB,
    knows: ({table, columns, text}) =>
      table &&
      columns('epoch') &&
      /^[^\n]*(?:metrics\/(?:mAP|precision|accuracy)|train\/(?:box|seg|cls)?_?loss)/.test(text),
    read: readUltralyticsCsv,
  },
  {
    source: 'lightning-csv',
    maxBytes: 32 * MIB,
    knows: ({table, columns}) => table && columns('epoch', 'step'),
    read: readLightningCsv,
  },
  {
    source: 'keras-csv',
    maxBytes: 32 * MIB,
    knows: ({table, text}) => table && /^"?epoch"?[,;\t]/.test(text),
    read: readKerasCsv,
  },
  {
    source: 'metrics-json',
    maxBytes: MIB,
    knows: ({name, json}) => json && PLAIN_METRICS.test(name),
    read: readPlainMetrics,
  },
]

const KERAS_HISTORY = /"history"\s*:\s*\{\s*"[^"]+"\s*:\s*\[/
const OF_LISTS = /^\s*\{\s*"[^"]+"\s*:\s*\[/
