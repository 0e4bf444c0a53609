import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { bootMachine } from './boot.ts'
import { debianKernel } from './debian-kernel.ts'
import { makeInitialDisk } from './initial-disk.ts'

const run = promisify(execFile)
const CHECKOUT = resolve(import.meta.dirname, '../../..')
const CACHE = '/var/cache/berth/vm'
const TIMEOUT_MS = 15 * 60_000
const SUITES = [
  'test/integration/cgroup',
  'test/integration/runtime/limits',
  'test/integration/runtime/container-life',
]

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

test(
  'control groups and containers work on a kernel that has version 2 alone',
  async () => {
    // compiled here, because there it would take minutes
    await run('make', ['-s', '-C', join(CHECKOUT, 'packages/runtime/native')])
    const folder = await mkdtemp(join(tmpdir(), 'berth-vm-'))
    const kernel = await debianKernel(CACHE)
    const request = [CHECKOUT, dirname(process.execPath), kernel.modules, ...SUITES]
    const initialDisk = await makeInitialDisk(folder, kernel.modules, request)
    await bootMachine({ folder, kernel, initialDisk, timeoutMs: TIMEOUT_MS })
    const text = await readFile(join(folder, 'report.json'), 'utf8')
    expect(text, `what the machine printed is in ${folder}/console.log`).not.toBe('')
    const report = reportSchema.parse(JSON.parse(text))
    expect(failures(report)).toEqual([])
    expect(report.numPassedTests).toBeGreaterThan(0)
    // kept when it failed: it says why
    await rm(folder, { recursive: true })
  },
  TIMEOUT_MS + 60_000,
)

function failures({ testResults }: z.infer<typeof reportSchema>): readonly string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status: outcome }) => outcome === 'failed')
    if (failed.length === 0 && status === 'failed') return [`${name}: ${message}`]
    return failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join(' ')}`)
  })
}
