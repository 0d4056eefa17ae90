import { jest } from '@jest/globals'

// Ends what hangs, in tests and hooks that name no limit: jest's five seconds are too few beside a real broker.
// What has to be fast is measured where a test says so. (A project's own `testTimeout` has no effect in jest 30.)
jest.setTimeout(30_000)
