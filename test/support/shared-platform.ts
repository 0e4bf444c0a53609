import { existsSync } from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'
import { MORTAL } from './shared-folder.ts'
import { connectPlatform, startPlatform, type TestPlatform } from './platform.ts'

/**
 * The one platform of this test run, started by the first file that asks. Name what a test makes for the test alone,
 * and leave the platform's own processes running: a test that kills them takes the other one, or one of its own.
 */
export function sharedPlatform(): Promise<TestPlatform> {
  return platformIn(inject('sharedFolder'))
}

/** Another one, for files that kill agent and control, and that look at all that it has. */
export function mortalPlatform(): Promise<TestPlatform> {
  return platformIn(path.join(inject('sharedFolder'), MORTAL))
}

async function platformIn(parent: string): Promise<TestPlatform> {
  const dir = path.join(parent, 'data')
  return existsSync(path.join(dir, 'admin.json'))
    ? await connectPlatform(dir)
    : await startPlatform({ parent })
}
