import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fuzzPlans } from '../fuzz-plans.ts'
import { buildPerformer } from '../plan-performer.ts'

const SECONDS = 600

const folder = mkdtempSync(join(tmpdir(), 'perform-plans-'))
afterAll(() => rmSync(folder, { recursive: true }))

test(
  `in ${SECONDS} s no plan is found that breaks anything of berth-init while it is performed`,
  async () => {
    const seed = Math.trunc(Date.now() / 1000)
    const { crashes, said, places } = await fuzzPlans(buildPerformer(folder), seed, SECONDS * 1000)
    expect(crashes, `seed ${seed}: ${said}`).toEqual([])
    expect(places).toBeGreaterThan(500)
  },
  (SECONDS + 120) * 1000,
)
