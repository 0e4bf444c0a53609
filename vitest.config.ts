import { defineConfig } from 'vitest/config'

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

/** A suite of real processes: one file at a time, because they share the machine's kernel. */
function project(name: string) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      fileParallelism: false,
      testTimeout: 120_000,
      hookTimeout: 300_000,
    },
  }
}
