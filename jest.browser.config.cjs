/** The phone page in a real browser (`npm run test:browser`): one file at a time, the stack started by the test itself. */
const { transform, transformIgnorePatterns } = require('./jest.config.cjs');

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
  transform,
  transformIgnorePatterns,
  testTimeout: 90000,
  maxWorkers: 1,
};
