import {
  type Manifest,
  MANIFEST_FILE,
  manifestBeside,
  type ManifestBeside,
  manifestWish,
  type ManifestWish,
  readAppJson,
  readManifest,
  type ReadManifest,
} from '@berth/manifest'
import type { SourceReader } from '../stacks/source-facts.ts'
import { parseProcfile } from './parse-procfile.ts'
import { problemFailure } from './problem-failure.ts'

/** What a source says of how it is built and run, beside its Dockerfile. */
export type SourceSettings = {
  readonly build: NonNullable<Manifest['build']>
  /** process type → command line, as a Procfile has them; of a berth.yml, as far as they are lines */
  readonly lines: Readonly<Record<string, string>>
  readonly wish: ManifestWish
  /** what is no part of a release, and not carried out by a build */
  readonly beside: ManifestBeside
  /** variables that are set where the app has none of their name */
  readonly defaults: Readonly<Record<string, string>>
  /** the files that said something */
  readonly files: readonly string[]
}

/** Reads berth.yml, Procfile and app.json; processes are those of the first that names some. Error: BuildFailed. */
export async function readSettings(source: SourceReader): Promise<SourceSettings> {
  const [yaml, procfile, json] = await Promise.all(
    [MANIFEST_FILE, 'Procfile', 'app.json'].map((name) => source.text(name)),
  )
  const manifest = yaml === undefined ? {} : valueOf(readManifest(yaml))
  const app = json === undefined ? { environment: {}, instances: {} } : valueOf(readAppJson(json))
  const written = procfile === undefined ? {} : parseProcfile(procfile)
  const { processes = processesOf(written, app.instances), ...rest } = manifest
  return {
    build: manifest.build ?? {},
    lines: linesOf(processes),
    wish: manifestWish({ ...rest, ...(Object.keys(processes).length > 0 && { processes }) }),
    beside: manifestBeside(manifest),
    defaults: app.environment,
    files: Object.entries({ [MANIFEST_FILE]: yaml, Procfile: procfile, 'app.json': json }).flatMap(
      ([name, text]) => (text === undefined ? [] : [name]),
    ),
  }
}

type Processes = NonNullable<Manifest['processes']>

function processesOf(
  lines: Readonly<Record<string, string>>,
  instances: Readonly<Record<string, number>>,
): Processes {
  return Object.fromEntries(
    Object.entries(lines).map(([name, command]) => {
      const count = instances[name]
      return [name, { command, ...(count !== undefined && { instances: count }) }]
    }),
  )
}

function linesOf(processes: Processes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(processes).flatMap(([name, process]) => {
      const isCommand = typeof process === 'string' || Array.isArray(process)
      const command = isCommand ? process : process.command
      return command === undefined ? [] : [[name, typeof command === 'string' ? command : command.join(' ')]]
    }),
  )
}

function valueOf<T>(read: ReadManifest<T>): T {
  if (read.kind === 'ok') return read.value
  throw problemFailure(read.problem)
}
