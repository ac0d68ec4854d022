import {readTable} from './bytes/table'
import {readParams} from './bytes/yaml-params'
import type {FileSays} from './says'
import {type Named, splitName} from './splits'
import {tableSays} from './table-says'

/** CSVLogger's metrics.csv: a row for each call of `log`, most cells empty. */
export function readLightningCsv(bytes: Uint8Array): FileSays {
  return tableSays('lightning-csv', readTable(bytes), {step: 'step', name: lightningName})
}

export async function readLightningParams(bytes: Uint8Array): Promise<FileSays> {
  return {source: 'lightning-hparams', ...(await readParams(bytes))}
}

/** Of several loaders each is other data, and so another split: `val_loss/dataloader_idx_1` → val_dataloader_idx_1. */
function lightningName(column: string): Named {
  const loader = /^(.+)\/(dataloader_idx_\d+)$/.exec(column)
  const {split, metric} = splitName(loader ? loader[1]! : column)
  if (!loader) return split === undefined ? {metric} : {split, metric}
  return {split: split === undefined ? loader[2]! : `${split}_${loader[2]}`, metric}
}
