import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { encodedSample } from '../sample-plan.ts'

const NATIVE = new URL('../../../../packages/runtime/native', import.meta.url).pathname
const SECONDS = 90

const folder = mkdtempSync(join(tmpdir(), 'plan-coverage-'))
afterAll(() => rmSync(folder, { recursive: true }))

test(`libFuzzer finds no input in ${SECONDS} s that the reader of plans fails on`, () => {
  const program = join(folder, 'fuzz-plan')
  const sources = ['fixture/fuzz-plan.c', 'reader.c', 'plan-check.c'].map((name) => join(NATIVE, name))
  execFileSync('clang', ['-g', '-O1', '-fsanitize=fuzzer,address,undefined', '-o', program, ...sources])
  const corpus = join(folder, 'corpus')
  mkdirSync(corpus)
  writeFileSync(join(corpus, 'sample'), encodedSample('/marker').subarray(4))
  const limits = [`-max_total_time=${SECONDS}`, '-max_len=4096', '-seed=1', '-print_final_stats=1']
  const { stderr, status } = spawnSync(program, [...limits, corpus], { cwd: folder, encoding: 'utf8' })
  expect([status, stderr.slice(-2000)]).toEqual([0, expect.stringContaining('number_of_executed_units')])
})
