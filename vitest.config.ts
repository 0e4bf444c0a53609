import { defineConfig } from 'vitest/config'

function leftOut(): string[] {
  const wanted = (process.env['BERTH_TEST_EXTRAS'] ?? '').split(',')
  return Object.entries(EXTRA_FILES).flatMap(([name, files]) => (wanted.includes(name) ? [] : [files]))
}

/** A suite of real processes: one file at a time, because they share the machine's kernel. */
function project(name: string) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      exclude: leftOut(),
      fileParallelism: false,
      testTimeout: 120_000,
      hookTimeout: 300_000,
    },
  }
}
