import type { MountFlag } from '../../ast/argument.ts'
import type { RunInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { readCommand } from '../read-command.ts'
import { written } from '../written.ts'

const NETWORKS = ['default', 'none', 'host'] as const
const SECURITIES = ['sandbox', 'insecure'] as const

/** `RUN [--mount=…]… [--network=…] [--security=…] COMMAND` */
export function parseRun(statement: Statement): RunInstruction {
  const flags = readFlags(statement, { repeated: ['mount'], texts: ['network', 'security'] })
  if (statement.rest.text === '') throw refuse(statement.place, 'RUN has no command')
  return {
    ...written(statement),
    kind: 'run',
    command: readCommand(statement, statement.rest),
    mounts: flags.all('mount').map((flag) => readMountFlag(statement, flag)),
    network: oneOf(NETWORKS, 'network'),
    security: oneOf(SECURITIES, 'security'),
  }

  function oneOf<const Value extends string>(values: readonly Value[], name: string): Value {
    const text = flags.text(name) ?? values[0]
    const value = values.find((each) => each === text)
    if (value === undefined)
      throw refuse(statement.place, `--${name} is ${values.join(' or ')}, not "${text}"`)
    return value
  }
}

/** Fields between commas; one that has a comma is quoted whole, as in CSV. */
function readMountFlag(statement: Statement, flag: { value: string; at: number }): MountFlag {
  const place = statement.placeAt(flag.at)
  const fields = [...flag.value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map(
    ([, quoted, plain = '']) => {
      const field = quoted?.replaceAll('""', '"') ?? plain
      const equals = field.indexOf('=')
      return equals < 0
        ? { name: field.toLowerCase(), value: null }
        : { name: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) }
    },
  )
  for (const { name, value } of fields)
    if (name === 'from' && /\$./.test(value ?? ''))
      throw refuse(place, '"from" takes no variables: give the image a stage of its own, and name that')
  return { fields, place }
}
