import type { Healthcheck, HealthcheckInstruction } from '../../ast/instruction.ts'
import { type FlagReader, readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { readDuration } from '../read-duration.ts'
import { readCommand } from '../read-command.ts'
import { written } from '../written.ts'

const TIMES = ['interval', 'timeout', 'start-period', 'start-interval']

/** `HEALTHCHECK [flags] CMD COMMAND`, `HEALTHCHECK NONE` */
export function parseHealthcheck(statement: Statement): HealthcheckInstruction {
  return { ...written(statement), kind: 'healthcheck', check: readCheck(statement) }
}

function readCheck(statement: Statement): Healthcheck {
  const [, type = '', gap = '', text = ''] = /^(\S+)(\s*)(.*)$/s.exec(statement.rest.text) ?? []
  const flags = readFlags(statement, { texts: [...TIMES, 'retries'] })
  switch (type.toUpperCase()) {
    case 'NONE':
      if (text !== '') throw refuse(statement.place, 'HEALTHCHECK NONE takes no arguments')
      return { kind: 'none' }
    case 'CMD': {
      const at = statement.rest.at + type.length + gap.length
      const command = readCommand(statement, { text, at })
      if (text === '' || (command.form === 'exec' && command.words.length === 0))
        throw refuse(statement.place, 'HEALTHCHECK CMD has no command')
      return { kind: 'command', command, ...readTimes(statement, flags), ...readRetries(statement, flags) }
    }
    default:
      throw refuse(statement.place, `HEALTHCHECK is followed by CMD or NONE, not by "${type}"`)
  }
}

function readTimes(statement: Statement, flags: FlagReader) {
  const time = (name: string) => {
    const text = flags.text(name)
    return text ? readDuration(text, `--${name}`, statement.place) : 0
  }
  const [interval, timeout, startPeriod, startInterval] = TIMES.map(time)
  return {
    ...(interval && { interval }),
    ...(timeout && { timeout }),
    ...(startPeriod && { startPeriod }),
    ...(startInterval && { startInterval }),
  }
}

function readRetries(statement: Statement, flags: FlagReader): { retries?: number } {
  const text = flags.text('retries')
  if (!text) return {}
  if (!/^\d{1,9}$/.test(text)) throw refuse(statement.place, `--retries is a number of times, not "${text}"`)
  return Number(text) > 0 ? { retries: Number(text) } : {}
}
