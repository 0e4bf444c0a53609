import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { Tally } from './tally.ts'

export const SUITES = ['unit', 'conformance', 'integration', 'e2e'] as const
export type Suite = (typeof SUITES)[number]

/** Shows vitest's own output and counts from its JSON report. */
export async function runVitest(suites: readonly Suite[], filters: readonly string[]): Promise<Tally> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-vitest-'))
  const report = path.join(folder, 'report.json')
  const projects = suites.map((suite) => `--project=${suite}`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const child = spawn('vitest', ['run', '--passWithNoTests', ...projects, ...reporters, ...filters], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  const text = await readFile(report, 'utf8').catch(() => undefined)
  await rm(folder, { recursive: true })
  return countTests(text, code === 0)
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** A file that could not be loaded counts as one failure, and so does a run that failed without a failed test. */
export function countTests(text: string | undefined, succeeded: boolean): Tally {
  if (text === undefined) return { passed: 0, failed: succeeded ? 0 : 1 }
  const report = reportSchema.parse(JSON.parse(text))
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
  const failed = report.numFailedTests + broken
  return { passed: report.numPassedTests, failed: failed === 0 && !succeeded ? 1 : failed }
}
