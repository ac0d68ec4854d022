// Jest's own console does not go through process.stdout; captured output must.
const {Console} = require('node:console')
globalThis.console = new Console({stdout: process.stdout, stderr: process.stderr})
