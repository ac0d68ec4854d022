/** Configuration as git resolves it: last value of each key, keys as git prints them (section and name in lower case). */
export type GitConfig = ReadonlyMap<string, string>

/** As git reads a boolean: true, yes, on, any number but 0; a key without a value is true. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && (/^(?:true|yes|on)$/i.test(value) || /^-?0*[1-9]\d*[kmg]?$/i.test(value))
}

/** As git reads a boolean that is said to be false: false, no, off, 0, nothing after the sign. */
export function isFalse(value: string | undefined): boolean {
  return value !== undefined && /^(?:false|no|off|0+|)$/i.test(value)
}
