const MEDIA_TYPES: Readonly<Record<string, string>> = {
  bin: 'application/octet-stream',
  csv: 'text/csv',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  npy: 'application/x-npy',
  onnx: 'application/x-onnx',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
  pickle: 'application/x-pickle',
  pkl: 'application/x-pickle',
  png: 'image/png',
  pt: 'application/x-pytorch',
  pth: 'application/x-pytorch',
  safetensors: 'application/x-safetensors',
  svg: 'image/svg+xml',
  toml: 'application/toml',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
}

/** By the name's ending; undefined when it says nothing. */
export function mediaTypeOf(path: string): string | undefined {
  const ending = /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase()
  return ending && Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending] : undefined
}
