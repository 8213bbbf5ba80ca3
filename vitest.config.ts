import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/require-build.ts',
    setupFiles: 'test/support/usual-umask.ts',
    // Tests start ffmpeg, the program itself and ONNX Runtime: seconds on a busy machine are no fault.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: '100%',
    reporters: ['default', './test/support/skip-reporter.ts'],
    // A snapshot that is missing is a failure, on every machine.
    update: 'none',
  },
});
