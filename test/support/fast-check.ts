import fc from 'fast-check'

/** One seed for everybody, so that a change that broke nothing fails nothing; `GIT_EXP_TEST_SEED=any` looks further, a number looks there. */
const said = process.env['GIT_EXP_TEST_SEED'] ?? '1'
if (said !== 'any') fc.configureGlobal({...fc.readConfigureGlobal(), seed: Number(said)})

export default fc
