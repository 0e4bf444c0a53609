import { existsSync } from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'
import { connectPlatform, startPlatform, type TestPlatform } from './platform.ts'

/**
 * The one platform of this test run, started by the first file that asks. Name what a test makes for the test alone,
 * and leave the platform's own processes running: a test that kills them starts a platform of its own.
 */
export async function sharedPlatform(): Promise<TestPlatform> {
  const parent = inject('sharedFolder')
  const dir = path.join(parent, 'data')
  return existsSync(path.join(dir, 'admin.json'))
    ? await connectPlatform(dir)
    : await startPlatform({ parent })
}
