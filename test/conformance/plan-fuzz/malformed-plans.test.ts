import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { malformedPlans } from './malformed-plans.ts'
import { encodedSample } from './sample-plan.ts'

const NATIVE = new URL('../../../packages/runtime/native', import.meta.url).pathname
const INIT = join(NATIVE, 'build/berth-init')
/** EBADMSG, and no operation that failed */
const UNREADABLE = '0 failed 4294967295 74 0\n'

const folder = mkdtempSync(join(tmpdir(), 'plan-fuzz-'))
const marker = join(folder, 'performed')
beforeAll(() => execFileSync('make', ['-s', '-C', NATIVE]))
afterAll(() => rmSync(folder, { recursive: true }))

test('of a plan that is malformed anywhere, no operation is performed', () => {
  const plans = [...malformedPlans(marker)]
  expect(plans.length).toBeGreaterThan(150)
  for (const { what, bytes } of plans) {
    const run = spawnSync(INIT, ['start', 'fuzz'], { input: bytes, encoding: 'utf8' })
    const { stdout, stderr, signal, status, error } = run
    const why = `${bytes.toString('hex')} ${stderr} ${signal} ${error?.message}`
    expect([what, stdout, status, existsSync(marker)], why).toEqual([what, UNREADABLE, 1, false])
  }
})

test('a plan that says another length than it has is not begun', () => {
  const sample = encodedSample(marker)
  for (const bytes of [
    sample.subarray(0, -1),
    sample.subarray(0, 2),
    Buffer.alloc(0),
    Buffer.alloc(8, 255),
  ]) {
    const { stdout, status } = spawnSync(INIT, ['start', 'fuzz'], { input: bytes, encoding: 'utf8' })
    expect([stdout, status, existsSync(marker)]).toEqual(['', 2, false])
  }
})

test('fifty thousand variations of a plan are read within their bounds', () => {
  const program = join(folder, 'fuzz-plan')
  const sources = ['fixture/fuzz-plan.c', 'reader.c', 'plan-check.c'].map((name) => join(NATIVE, name))
  const sanitizers = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']
  execFileSync('cc', ['-std=gnu17', '-DSTANDALONE', ...sanitizers, '-o', program, ...sources])
  const { stdout, stderr, status } = spawnSync(program, ['20261121', '50000'], {
    input: encodedSample(marker),
    encoding: 'utf8',
  })
  expect([stderr, status]).toEqual(['', 0])
  expect(Number(stdout)).toBeGreaterThan(1000)
})
