const WORDS = 'train|training|eval|evaluation|val|valid|validation|dev|test|predict'
const PREFIX = new RegExp(`^(${WORDS})[_/](.+)$`, 's')
const WHOLE = new RegExp(`^(?:${WORDS})$`, 'i')

export interface Named {
  readonly split?: string
  readonly metric: string
}

/** `val_loss`, `val/loss` → {split: 'val', metric: 'loss'}. */
export function splitName(name: string): Named {
  const found = PREFIX.exec(name)
  return found ? {split: found[1]!, metric: found[2]!} : {metric: name}
}

export const isSplit = (word: string): boolean => WHOLE.test(word)

/** The split that a file's name speaks of (`report_test.json`), where it speaks of one only. */
export function splitOfFile(path: string): string | undefined {
  const words = baseName(path)
    .replace(/\.[^.]*$/, '')
    .split(/[^A-Za-z]+/)
  const found = [...new Set(words.map(word => word.toLowerCase()).filter(isSplit))]
  return found.length === 1 ? found[0] : undefined
}

export const baseName = (path: string): string => /[^/\\]*$/.exec(path)![0]

/** Of the folder that holds the file; '' where the path names none. */
export const folderName = (path: string): string => /([^/\\]*)[/\\]+[^/\\]*$/.exec(path)?.[1] ?? ''
