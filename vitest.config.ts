import { defineConfig } from 'vitest/config'

/** What is left out unless it is asked for: test/runner/extras.ts. */
const EXTRA_FILES = {
  vm: 'test/conformance/vm/**',
  guest: 'test/conformance/vm/inside/**',
  oci: 'test/conformance/oci-runtime/suites/**',
  fuzz: 'test/conformance/plan-fuzz/long/**',
  packages: 'test/integration/build/packages/**',
}

export default defineConfig({
  test: {
    globalSetup: 'test/support/shared-folder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages}/**/*.test.ts', '{apps,packages}/**/*.test.tsx'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/.next/**'],
        },
      },
      project('conformance'),
      project('integration'),
      project('e2e'),
    ],
  },
})

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
      expect: { poll: { timeout: 30_000 } },
    },
  }
}
