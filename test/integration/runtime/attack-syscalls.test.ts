import { execFile } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ARCHITECTURES } from '../../../packages/runtime/src/seccomp/architecture.ts'
import { compileSeccomp } from '../../../packages/runtime/src/seccomp/compile.ts'
import { DEFAULT_SECCOMP } from '../../../packages/runtime/src/seccomp/default-profile.ts'
import { runFilter } from '../../support/run-filter.ts'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

const { EPERM, ENOSYS } = constants.errno
const REFUSED = 0x00050000
const NOTHING = 2n ** 64n - 1n
/** The kernel lets no filter see its own trampoline; outside of it the call is ENXIO. */
const UPROBE = 336
const ENTRIES = [
  { entry: 'x64', table: 'SCMP_ARCH_X86_64' },
  { entry: 'i386', table: 'SCMP_ARCH_X86' },
  { entry: 'x32', table: 'SCMP_ARCH_X32' },
] as const

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  const source = new URL('../../fixtures/syscalls/call-all.c', import.meta.url).pathname
  await promisify(execFile)('cc', ['-static', '-O1', '-o', join(box.layer, 'bin/call-all'), source])
})
afterAll(() => box.close())

test.runIf(process.arch === 'x64').each(ENTRIES)(
  'by the entry $entry each call that the profile refuses is refused',
  async ({ entry, table }) => {
    const refused = refusedCalls(table)
    expect(refused.size).toBeGreaterThan(70)
    const { output } = await box.script(`call-all ${entry} ${[...refused.keys()].join(' ')}`)
    const answers = output.split('\n').map((line) => line.split(' ').map(Number))
    expect(answers).toEqual([...refused])
  },
)

test.runIf(process.arch === 'x64')(
  'by the entry x64 calls that the profile allows reach the kernel',
  async () => {
    const numbers = 'read write close getpid fstat ioctl fcntl statx lseek'
      .split(' ')
      .map((name) => ARCHITECTURES.x64[0]?.numbers.get(name) ?? -1)
    const { output } = await box.script(`call-all x64 ${numbers.join(' ')}`)
    const errors = output.split('\n').map((line) => Number(line.split(' ')[1]))
    expect(errors).toHaveLength(numbers.length)
    for (const error of errors) expect([EPERM, ENOSYS]).not.toContain(error)
  },
)

/** Numbers of one entry, without its bit, and the error that the default profile gives for them. */
function refusedCalls(name: (typeof ENTRIES)[number]['table']): Map<number, number> {
  const table = ARCHITECTURES.x64.find((one) => one.name === name)
  const program = compileSeccomp(DEFAULT_SECCOMP, ARCHITECTURES.x64)
  const result = new Map<number, number>()
  for (let number = 0; table && number < 600; number++) {
    const args = Array.from({ length: 6 }, () => (name === 'SCMP_ARCH_X86' ? 0xffff_ffffn : NOTHING))
    const verdict = runFilter(program, { audit: table.audit, number: table.first + number, args })
    if (verdict >>> 16 === REFUSED >>> 16) result.set(number, verdict & 0xffff)
  }
  if (name === 'SCMP_ARCH_X86_64') result.delete(UPROBE)
  return result
}
