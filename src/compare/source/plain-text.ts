import {isUtf8} from 'node:buffer'

/** Bytes in which git looks for a NUL. */
const LOOK = 8_000

/** The text of a file; undefined where it is none: a NUL near its beginning, or no UTF-8. */
export function plainText(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, LOOK).includes(0) || !isUtf8(bytes)) return undefined
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

/** Endings whose bytes nobody reads as text: they need not be fetched to say so. */
const BINARY =
  /\.(?:png|jpe?g|gif|webp|bmp|tiff?|ico|pdf|zip|gz|tgz|bz2|xz|zst|7z|tar|bin|pt|pth|ckpt|safetensors|onnx|h5|hdf5|keras|gguf|npy|npz|pkl|pickle|joblib|parquet|arrow|feather|sqlite|db|so|dll|dylib|exe|whl|jar|pyc|mp[34]|wav|flac|ogg|m4a|mov|avi|ttf|otf|woff2?)$/i

export const isBinaryName = (path: string): boolean => BINARY.test(path)

/** Configs and prompts, where a word is a decision. */
export const isWordy = (path: string): boolean =>
  /\.(?:ya?ml|jsonc?|toml|ini|cfg|conf|env|txt|md|jinja2?|j2|tmpl|prompt|mustache)$/i.test(path)
