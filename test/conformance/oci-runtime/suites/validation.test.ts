import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { runProgram } from '../run-program.ts'
import { wrapRuntime } from '../runtime-wrapper.ts'
import { buildValidation } from './build-validation.ts'
import { VALIDATION_OUT_OF_REACH } from './out-of-reach.ts'
import { parseTap } from './tap.ts'

const folder = await buildValidation()
const runtime = await wrapRuntime()
afterAll(() => runtime.remove())

const programs = readdirSync(folder).filter((name) => /^[a-z_]+$/.test(name) && name !== 'runtimetest')
const inReach = programs.filter((name) => VALIDATION_OUT_OF_REACH[name] === undefined)

// these share one control group
describe('control groups', () => {
  test.each(inReach.filter(usesGroups))('%s', validate)
})

describe.concurrent('everything else', () => {
  test.each(inReach.filter((name) => !usesGroups(name)))('%s', validate)
})

function usesGroups(name: string): boolean {
  return name.startsWith('linux_cgroups') || name.startsWith('delete_')
}

async function validate(name: string): Promise<void> {
  const env = { RUNTIME: runtime.command }
  const { code, stdout, stderr } = await runProgram(`./${name}`, [], { cwd: folder, env, timeoutMs: 100_000 })
  expect(parseTap(stdout).failed, stdout).toEqual([])
  expect(code, stderr).toBe(0)
}
