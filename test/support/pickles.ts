import {deflateRawSync} from 'node:zlib'

/** A zip with one member, as little of it as a reader looks at. */
export function zipOf(name: string, data: Uint8Array, {deflate = false, size = data.length} = {}): Buffer {
  const packed = deflate ? deflateRawSync(data) : Buffer.from(data)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50)
  entry.writeUInt16LE(deflate ? 8 : 0, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(size, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

/** Opcodes as characters of one byte each. */
export const pickleOf = (opcodes: string): Buffer => Buffer.from(opcodes, 'latin1')

/** A TrainingArguments with these fields, spelled in opcodes. */
export const argumentsOf = (fields: string): Buffer =>
  pickleOf(`\x80\x02ctransformers.training_args\nTrainingArguments\n)\x81}(${fields}ub.`)

export const text = (value: string) => `X${String.fromCharCode(value.length, 0, 0, 0)}${value}`
