import {type Py, PyObject} from './python-values'

const READERS: Readonly<Record<string, {size: number; read: (bytes: Buffer) => number}>> = {
  f8: {size: 8, read: bytes => bytes.readDoubleLE()},
  f4: {size: 4, read: bytes => bytes.readFloatLE()},
  i8: {size: 8, read: bytes => Number(bytes.readBigInt64LE())},
  i4: {size: 4, read: bytes => bytes.readInt32LE()},
}

/** `numpy.float64(0.5)` is pickled as its type and its bytes; null where it is of another type. */
export function numpyScalar([type, bytes]: readonly Py[]): number | null {
  const name = type instanceof PyObject && Array.isArray(type.args) ? type.args[0] : undefined
  const reader = typeof name === 'string' && Object.hasOwn(READERS, name) ? READERS[name] : undefined
  const raw = bytesOf(bytes)
  return reader && raw?.length === reader.size ? reader.read(raw) : null
}

function bytesOf(bytes: Py | undefined): Buffer | undefined {
  if (bytes instanceof Uint8Array) return Buffer.from(bytes)
  const text = bytes instanceof PyObject && Array.isArray(bytes.args) ? bytes.args[0] : undefined
  return typeof text === 'string' ? Buffer.from(text, 'latin1') : undefined
}
