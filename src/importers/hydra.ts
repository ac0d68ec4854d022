import {readParams, readYamlValue} from './bytes/yaml-params'
import type {FileSays} from './says'
import {unreadable} from './unreadable'

export async function readHydraConfig(bytes: Uint8Array): Promise<FileSays> {
  return {source: 'hydra-config', ...(await readParams(bytes))}
}

export async function readHydraOverrides(bytes: Uint8Array): Promise<FileSays> {
  const {value} = await readYamlValue(bytes)
  if (!Array.isArray(value)) unreadable('is no list')
  return {source: 'hydra-overrides', overrides: value.filter(word => typeof word === 'string')}
}
