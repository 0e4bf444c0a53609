import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { z } from 'zod'
import { bootMachine } from './boot.ts'
import { debianKernel } from './debian-kernel.ts'
import { type GuestStart, makeInitialDisk } from './initial-disk.ts'

const run = promisify(execFile)
const CHECKOUT = resolve(import.meta.dirname, '../../..')
const CACHE = '/var/cache/berth/vm'

const reportSchema = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
})

/** Runs suites of this checkout in an emulated machine with Debian's kernel, and expects each of their tests to pass. */
export async function runInGuest(options: {
  readonly start: GuestStart
  readonly project: 'integration' | 'conformance'
  readonly suites: readonly string[]
  readonly timeoutMs: number
}): Promise<void> {
  // compiled here, because there it would take minutes
  await run('make', ['-s', '-C', join(CHECKOUT, 'packages/runtime/native')])
  const folder = await mkdtemp(join(tmpdir(), 'berth-vm-'))
  const kernel = await debianKernel(CACHE)
  const { start, project, suites, timeoutMs } = options
  const request = [project, CHECKOUT, dirname(process.execPath), kernel.modules, ...suites]
  const initialDisk = await makeInitialDisk(folder, kernel.modules, { start, request })
  await bootMachine({ folder, kernel, initialDisk, timeoutMs })
  const text = await readFile(join(folder, 'report.json'), 'utf8')
  expect(text, `what the machine printed is in ${folder}/console.log`).not.toBe('')
  const report = reportSchema.parse(JSON.parse(text))
  expect(failures(report)).toEqual([])
  expect(report.numPassedTests).toBeGreaterThan(0)
  // kept when it failed: it says why
  await rm(folder, { recursive: true })
}

function failures({ testResults }: z.infer<typeof reportSchema>): readonly string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status: outcome }) => outcome === 'failed')
    if (failed.length === 0 && status === 'failed') return [`${name}: ${message}`]
    return failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join(' ')}`)
  })
}
