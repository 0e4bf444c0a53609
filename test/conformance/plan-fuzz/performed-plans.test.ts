import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fuzzPlans } from './fuzz-plans.ts'
import { buildPerformer } from './plan-performer.ts'

const SECONDS = 6
const SEED = 20_261_121

const folder = mkdtempSync(join(tmpdir(), 'perform-plans-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('whatever the fields of sound plans say, performing them breaks nothing of berth-init', async () => {
  const { plans, places, crashes, said } = await fuzzPlans(buildPerformer(folder), SEED, SECONDS * 1000)
  expect(crashes, said).toEqual([])
  expect(plans).toBeGreaterThan(50)
  expect(places).toBeGreaterThan(300)
})
