/** jest, CommonJS through swc; one embedded engine for the whole run, one table per test file. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/browser/'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } }, module: { type: 'commonjs' } },
    ],
    '^.+\\.m?js$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@middy|jose)/)'],
  globalSetup: '<rootDir>/tests/support/start-engine.ts',
  globalTeardown: '<rootDir>/tests/support/stop-engine.ts',
  testSequencer: '<rootDir>/tests/support/long-first.cjs',
  testTimeout: 60000,
  maxWorkers: 2,
};
