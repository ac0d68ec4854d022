import Ajv from 'ajv/dist/2020'

/** All patterns here are linear: they also run on the main thread, inside the precompiled validators. */
const FORMATS = {
  'date-time':
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?(?:[Zz]|[+-][0-2]\d:[0-5]\d)$/,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/,
}

/**
 * The validator's settings, one place for the sandbox and the precompiled validators. A format it does not know is ignored;
 * NaN and the infinities are numbers, as they are in training. Loads ajv: only the worker and the build import this.
 */
export function makeAjv({source}: {readonly source: boolean}): Ajv {
  return new Ajv({
    allErrors: true,
    strict: false,
    strictNumbers: false,
    $data: false,
    validateFormats: true,
    formats: FORMATS,
    logger: false,
    messages: false,
    // By this `#` finds the whole template. Not in the build, where one ajv compiles many.
    addUsedSchema: !source,
    // One function for each $defs entry rather than a copy at each use: the precompiled code loads faster.
    inlineRefs: false,
    code: {source},
  })
}
