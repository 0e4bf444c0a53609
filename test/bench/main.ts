import { writeFile } from 'node:fs/promises'
import { readArguments, refuse } from '../support/own-arguments.ts'
import { benchBuild } from './build.ts'
import { benchDensity } from './density.ts'
import { benchDeploy } from './deploy.ts'
import type { Figure } from './figure.ts'
import { benchImages } from './images.ts'
import { benchPlatform } from './platform.ts'
import { benchRegistry } from './registry.ts'
import { benchRuntime } from './runtime.ts'
import { benchSandboxes, type HerdOptions, MOST_STUDENTS, SANDBOX_PHASES } from './sandboxes.ts'
import { benchWake } from './wake.ts'

/** Each bench makes what it needs and removes it again. */
const BENCHES: Readonly<Record<string, (options: HerdOptions) => Promise<Figure[]>>> = {
  platform: benchPlatform,
  deploy: benchDeploy,
  wake: benchWake,
  sandboxes: benchSandboxes,
  runtime: benchRuntime,
  density: benchDensity,
  images: () => benchImages(),
  build: () => benchBuild(),
  registry: benchRegistry,
}

/** what is not said of a unit is printed with one digit */
const DIGITS: Partial<Record<Figure['unit'], number>> = { ms: 2, times: 2, KiB: 0, 'MB/s': 0, '%': 2 }

const USAGE = `Usage: berth bench [name...] [options]

Installs what the benchmarks need, runs them and prints a table: without a name all of them.

Names: ${Object.keys(BENCHES).join(', ')}

Options:
  --json <file>      write the figures to a file, too
  --only <phase>     of sandboxes: ${SANDBOX_PHASES.join(', ')}
  --students <n,…>   of sandboxes: how many are in a class, in turn (1,50,200)
  -h, --help         this help`

const { values, positionals } = readArguments(
  { json: { type: 'string' }, only: { type: 'string' }, students: { type: 'string' } },
  USAGE,
)
const { only } = values
const students = readClasses(values.students)
if (only !== undefined && !SANDBOX_PHASES.includes(only)) {
  refuse(`there is no phase "${only}": choose one of ${SANDBOX_PHASES.join(', ')}`)
}
if ((only ?? students) !== undefined && positionals.join() !== 'sandboxes') {
  refuse('--only and --students are for sandboxes alone')
}
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name))
if (unknown !== undefined)
  refuse(`there is no bench "${unknown}": choose one of ${Object.keys(BENCHES).join(', ')}`)
const chosen = Object.entries(BENCHES).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
)

const figures: Figure[] = []
for (const [name, bench] of chosen) {
  process.stderr.write(`${name} …\n`)
  figures.push(...(await bench({ only, students })))
}
process.stdout.write(`${figures.map(formatFigure).join('\n')}\n`)
if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)

function formatFigure({ name, value, unit, aim }: Figure): string {
  const measured = `${name.padEnd(64)} ${value.toFixed(DIGITS[unit] ?? 1).padStart(9)} ${unit}`
  return aim === undefined ? measured : `${measured} (aim ${aim}${value > aim ? ', missed' : ''})`
}

function readClasses(text: string | undefined): readonly number[] | undefined {
  const classes = text?.split(',').map(Number)
  if (classes?.every((count) => Number.isInteger(count) && count >= 1 && count <= MOST_STUDENTS) ?? true)
    return classes
  return refuse(`--students takes numbers from 1 to ${MOST_STUDENTS} with commas, not "${text}"`)
}
