import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * Tests that are run only when they are asked for, as `--vm`: they take long, or need packages of their own, which
 * infra/apt/<name>.txt lists. vitest.config.ts says which files they are.
 */
export const EXTRAS = ['vm', 'oci', 'fuzz', 'packages'] as const
export type Extra = (typeof EXTRAS)[number]

/** Installs what they need, and has vitest include them. */
export function bringExtras(wanted: readonly Extra[]): void {
  for (const name of wanted) {
    if (existsSync(`infra/apt/${name}.txt`))
      execFileSync(resolve('infra', 'bootstrap'), [name], { stdio: 'inherit' })
  }
  process.env['BERTH_TEST_EXTRAS'] = wanted.join(',')
}
