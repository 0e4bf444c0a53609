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
import { benchSandboxes } from './sandboxes.ts'
import { benchWake } from './wake.ts'

/** Each bench makes what it needs and removes it again. */
const BENCHES = {
  platform: benchPlatform,
  deploy: benchDeploy,
  wake: benchWake,
  sandboxes: benchSandboxes,
  runtime: benchRuntime,
  density: benchDensity,
  images: benchImages,
  build: benchBuild,
  registry: benchRegistry,
} as const

/** what is not said of a unit is printed with one digit */
const DIGITS: Partial<Record<Figure['unit'], number>> = { ms: 2, times: 2, KiB: 0, 'MB/s': 0, '%': 2 }

const USAGE = `Usage: berth bench [name...] [options]

Installs what the benchmarks need, runs them and prints a table: without a name all of them.

Names: ${Object.keys(BENCHES).join(', ')}

Options:
  --json <file>  write the figures to a file, too
  -h, --help     this help`

const { values, positionals } = readArguments({ json: { type: 'string' } }, USAGE)
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name))
if (unknown !== undefined)
  refuse(`there is no bench "${unknown}": choose one of ${Object.keys(BENCHES).join(', ')}`)
const chosen = Object.entries(BENCHES).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
)

const figures: Figure[] = []
for (const [name, bench] of chosen) {
  process.stderr.write(`${name} …\n`)
  figures.push(...(await bench()))
}
process.stdout.write(`${figures.map(formatFigure).join('\n')}\n`)
if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)

function formatFigure({ name, value, unit }: Figure): string {
  return `${name.padEnd(64)} ${value.toFixed(DIGITS[unit] ?? 1).padStart(9)} ${unit}`
}
