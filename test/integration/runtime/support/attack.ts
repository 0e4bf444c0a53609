import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RequestChanges, TestRuntime } from './test-runtime.ts'

const run = promisify(execFile)

/** An attempt of support/attacker.c, and what it is tried on. */
export type Attempt = readonly [name: string, argument: string]

/** Puts the attacker's program into the layer that all containers of this runtime share. */
export async function bringAttacker(box: TestRuntime): Promise<void> {
  const source = join(import.meta.dirname, 'attacker.c')
  await run('cc', [
    '-static',
    '-O1',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-o',
    join(box.layer, 'bin/attacker'),
    source,
  ])
}

/** Makes all attempts in a new container, as its root; returns those that were not refused, and those not answered. */
export async function succeeded(
  box: TestRuntime,
  attempts: readonly Attempt[],
  changes: RequestChanges = {},
): Promise<string[]> {
  const { id } = await box.start(['attacker', ...attempts.flat()], changes)
  await box.ended(id)
  const answers = new Set((await box.output(id)).split('\n'))
  await box.runtime.remove(id)
  return attempts
    .map((attempt) => attempt.join(' '))
    .filter((text) => ![...answers].some((answer) => answer.startsWith(`${text} refused`)))
}
