import type {Json, JsonObject} from '../../base/json'
import {plain} from '../bytes/python-plain'
import {PyObject} from '../bytes/python-values'
import {unpickle} from '../bytes/unpickle'
import {readZipMember} from '../bytes/zip'
import type {FileSays} from '../says'
import {unreadable} from '../unreadable'

const MAX_PICKLE = 1024 * 1024
/** Of before torch 1.6: magic number, version, platform, and then the object. */
const LEGACY_BEFORE = 3
/** Secrets, and facts about the machine. */
const DROPPED = new Set(['hub_token', 'push_to_hub_token', 'distributed_state', 'deepspeed_plugin'])

/** training_args.bin: what `torch.save` wrote of a TrainingArguments. Read as data; nothing of it is called. */
export function readTrainingArgs(bytes: Uint8Array): FileSays {
  const root = isZip(bytes)
    ? unpickle(readZipMember(bytes, /(?:^|\/)data\.pkl$/, MAX_PICKLE)).value
    : legacyRoot(bytes.subarray(0, MAX_PICKLE))
  if (!(root instanceof PyObject)) unreadable('holds no object')
  const fields = plain(root)
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) unreadable('holds no training arguments')
  const kept = Object.entries(fields as JsonObject).filter(([name]) => !name.startsWith('_') && !DROPPED.has(name))
  return {source: 'hf-training-args', params: Object.fromEntries<Json>(kept)}
}

function legacyRoot(bytes: Uint8Array) {
  let rest = bytes
  for (let i = 0; i < LEGACY_BEFORE; i++) rest = rest.subarray(unpickle(rest).end)
  return unpickle(rest).value
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b
