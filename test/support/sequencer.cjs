// The suites that start programs take longest: begun last, one of them would keep the other core idle.
const Sequencer = require('@jest/test-sequencer').default

const STARTS_PROGRAMS = /test\/(?:commands|adapters|docs)/

module.exports = class extends Sequencer {
  sort(tests) {
    const late = test => Number(!STARTS_PROGRAMS.test(test.path))
    return [...super.sort(tests)].sort((a, b) => late(a) - late(b))
  }
}
