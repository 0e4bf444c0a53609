import path from 'node:path'
import { readArguments, refuse } from '../support/own-arguments.ts'
import { bringExtras, EXTRAS } from './extras.ts'
import { runCheck } from './run-check.ts'
import { runVitest, SUITES, type Suite } from './run-vitest.ts'
import { addTallies, type Tally } from './tally.ts'

const CHECKS = [
  'check:format',
  'check:lint',
  'check:types',
  'check:layers',
  'check:dead',
  'check:docs',
] as const

const USAGE = `Usage: berth test [suite] [part of a file's name...] [options]

Installs what the tests need and runs them: without a suite all of them, and what a commit must pass.

Suites: ${SUITES.join(', ')}

Options:
  --vm        also those in an emulated machine that has cgroup v2 alone
  --oci       also the OCI validation suite and the tests of crun
  --fuzz      also twelve minutes of random plans
  --packages  also builds with a real npm registry, and on a Python that is made first
  -h, --help  this help`

const extraOptions = Object.fromEntries(EXTRAS.map((name) => [name, { type: 'boolean' as const }]))
const { positionals, values } = readArguments(extraOptions, USAGE)
const [asked, ...filters] = positionals

if (asked !== undefined && !isSuite(asked))
  refuse(`there is no suite "${asked}": choose one of ${SUITES.join(', ')}`)
process.chdir(path.join(import.meta.dirname, '../..'))
bringExtras(EXTRAS.filter((name) => values[name] === true))
const total = addTallies(await runAll(asked, filters))
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 ? 0 : 1

/** The checks come with everything and with the unit tests: they are what a commit must pass. */
async function runAll(suite: Suite | undefined, filters: readonly string[]): Promise<Tally[]> {
  const tallies: Tally[] = []
  if (suite === undefined || (suite === 'unit' && filters.length === 0)) {
    for (const check of CHECKS) tallies.push(await runCheck(check))
  }
  tallies.push(await runVitest(suite ? [suite] : SUITES, filters))
  return tallies
}

function isSuite(name: string): name is Suite {
  return SUITES.some((suite) => suite === name)
}
