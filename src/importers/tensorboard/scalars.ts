import {fields, floatOf, textOf, viewOf} from './fields'

export interface TagValue {
  readonly tag: string
  readonly value?: number
  readonly plugin: string
  /** What the plugin keeps beside the value. */
  readonly content?: Uint8Array
}

/** One `Summary.Value`: a scalar of the first or the second version, or something else with its plugin's name. */
export function readTagValue(bytes: Uint8Array): TagValue {
  let tag = ''
  let value: number | undefined
  let tensor: Uint8Array | undefined
  let about: {plugin: string; content?: Uint8Array} = {plugin: ''}
  for (const field of fields(bytes)) {
    if (field.id === 1) tag = textOf(field.bytes)
    else if (field.id === 2) value = floatOf(field.bytes)
    else if (field.id === 8) tensor = field.bytes
    else if (field.id === 9) about = pluginOf(field.bytes)
  }
  const isScalar = about.plugin === '' || about.plugin === 'scalars'
  const said = value ?? (tensor && isScalar ? tensorScalar(tensor) : undefined)
  return {tag, ...about, ...(said !== undefined && {value: said})}
}

function pluginOf(metadata: Uint8Array): {plugin: string; content?: Uint8Array} {
  let plugin = ''
  let content: Uint8Array | undefined
  for (const outer of fields(metadata)) {
    if (outer.id !== 1) continue
    for (const {id, bytes} of fields(outer.bytes)) {
      if (id === 1) plugin = textOf(bytes)
      else if (id === 2) content = bytes
    }
  }
  return content ? {plugin, content} : {plugin}
}

/** The types of numbers in a `TensorProto`: how wide, and which field holds them where the raw content does not. */
const FLOAT = {field: 5, size: 4, read: (view: DataView) => view.getFloat32(0, true)}
const DOUBLE = {field: 6, size: 8, read: (view: DataView) => view.getFloat64(0, true)}
const INT32 = {field: 7, size: 4, read: (view: DataView) => view.getInt32(0, true)}
const INT64 = {field: 10, size: 8, read: (view: DataView) => Number(view.getBigInt64(0, true))}
const TYPES: Readonly<Record<number, typeof FLOAT>> = {1: FLOAT, 2: DOUBLE, 3: INT32, 9: INT64}

/** undefined where the tensor is not one number. */
function tensorScalar(tensor: Uint8Array): number | undefined {
  const all = [...fields(tensor)]
  const type = TYPES[all.find(({id}) => id === 1)?.number ?? 0]
  if (!type) return undefined
  const content = all.find(({id, bytes}) => id === 4 && bytes.length > 0)
  const [only, ...more] = content ? [content] : all.filter(({id}) => id === type.field)
  if (!only || more.length > 0) return undefined
  if (only.wire === 0) return only.number
  if (type.field >= INT32.field && !content) return packedInteger(only.bytes)
  return only.bytes.length === type.size ? type.read(viewOf(only.bytes)) : undefined
}

/** A packed list of one varint: read as a field of which it is the value. */
function packedInteger(bytes: Uint8Array): number | undefined {
  const [only, ...more] = fields(Uint8Array.of(8, ...bytes.subarray(0, 11)))
  return more.length === 0 ? only?.number : undefined
}
