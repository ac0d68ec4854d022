const swc = ['@swc/jest', {jsc: {target: 'es2022', parser: {syntax: 'typescript'}}, module: {type: 'commonjs'}}]

// cel-js and js-yaml ship ES modules only; swc turns them into what jest can require.
const esm = '(@marcbachmann/cel-js|js-yaml|fast-check|pure-rand)'

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testSequencer: '<rootDir>/test/support/sequencer.cjs',
  globalSetup: '<rootDir>/test/support/built.cjs',
  setupFiles: ['<rootDir>/test/support/setup.cjs'],
  coverageProvider: 'babel',
  // Most tests wait for processes; jest would leave one core of two idle.
  maxWorkers: '100%',
  testTimeout: 30_000,
  transform: {'^.+\\.[tj]s$': swc, '^.+\\.mjs$': swc},
  transformIgnorePatterns: [`/node_modules/(?!${esm})`],
}
