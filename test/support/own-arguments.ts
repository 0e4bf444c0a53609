import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * The arguments of the tests and of the benchmarks. `--help` prints the usage and ends with 0; what is written
 * wrongly ends as in the command line: one line and 2.
 */
export function readArguments<const T extends NonNullable<ParseArgsConfig['options']>>(
  options: T,
  usage: string,
) {
  const config = {
    allowPositionals: true,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
  } as const
  const { positionals, values } = orRefused(() => parseArgs(config))
  if (Reflect.get(values, 'help') === true) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  return { positionals, values }
}

/** Ends the process. */
export function refuse(reason: string): never {
  process.stderr.write(`berth: ${reason}\n`)
  process.exit(2)
}

function orRefused<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node's advice after the first sentence is about names that begin with a dash, which nothing has here
    const [said = ''] = error.message.split(/\.\s/)
    refuse(`${said.charAt(0).toLowerCase()}${said.slice(1)}: see --help`)
  }
}
