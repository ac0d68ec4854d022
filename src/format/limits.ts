/** Objects and lists in one another, the outermost counted: what every YAML reader and every stack bears. */
export const MAX_DEPTH = 64
/** Characters of a key. */
export const MAX_KEY = 256
/** Characters of a key as it is spelled; YAML 1.2 readers look no further than 1024 for the colon. */
export const MAX_SPELLED_KEY = 1000
/** Digits of an integer; Python refuses to read more than 4300. */
export const MAX_DIGITS = 4000
/** Characters of YAML that is not spelled as we spell it: reading it takes seconds a megabyte. */
export const MAX_FOREIGN_YAML = 1024 * 1024
/** Problems of one document that are told; the rest is counted. */
export const MAX_PROBLEMS = 20
/** Problems of one document that an error carries as data. */
export const MAX_KEPT_PROBLEMS = 1000
