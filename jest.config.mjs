const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^clickstream-agents$': '<rootDir>/src/index.ts',
    '^clickstream-agents/(.*)$': '<rootDir>/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
}

export default {
  maxWorkers: 2,
  projects: [
    {
      ...base,
      displayName: 'unit',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: ['<rootDir>/test/real/'],
      setupFiles: ['<rootDir>/test/support/short-stacks.ts'],
      runtime: '<rootDir>/test/support/shared-cdk-runtime.cjs',
    },
    {
      ...base,
      displayName: 'real',
      roots: ['<rootDir>/test/real'],
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/real/soak/'],
    },
    // Half an hour of traffic and outages, by hand: `npm run soak`.
    { ...base, displayName: 'soak', roots: ['<rootDir>/test/real/soak'] },
    { ...base, displayName: 'bench', roots: ['<rootDir>/bench'], testMatch: ['**/*.bench.ts'] },
  ],
}
