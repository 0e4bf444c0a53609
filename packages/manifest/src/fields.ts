import { MIN_LIMITS } from '@berth/core'
import { limitsSchema } from '@berth/protocol'
import { environmentField as textValues, sizeField } from '@berth/yaml'
import { z } from 'zod'

/** A line for a shell, or a list of words that are taken as they are. */
export const commandField = z
  .union([z.string().min(1).max(8192), z.array(z.string().max(32_768)).min(1).max(200)])
  .describe('a line, which a shell runs, or a list of words')

const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** `90s`, `10m`, `1h` → milliseconds. */
export const durationField = z
  .string()
  .regex(/^\d{1,5}[smh]$/, 'write it as 90s, 10m or 1h')
  .transform((text) => Number(text.slice(0, -1)) * (MS[text.slice(-1)] ?? 0))

export const limitsField = z
  .strictObject({
    cpu: limitsSchema.shape.cpu.describe('cores, as 0.5').optional(),
    memory: sizeField(MIN_LIMITS.memory, '256M').optional(),
    disk: sizeField(MIN_LIMITS.disk, '2G').optional(),
    pids: limitsSchema.shape.pids.describe('processes and threads').optional(),
  })
  .describe('what one instance may take')

const path = z
  .string()
  .regex(/^\/[!-~]{0,1023}$/, 'begin it with / and use ASCII without blanks, as /healthz')
  .describe('healthy when this path answers with 200 to 399')

export const healthField = z
  .union([
    path,
    z.enum(['port', 'none']).describe('healthy when its port takes connections, or as long as it runs'),
    z.strictObject({ command: commandField.describe('healthy when this exits with 0') }),
  ])
  .describe('how it is known that an instance is healthy')

export const environmentField = textValues.describe(
  'variables that are no secrets; those that it does not name stay as they are',
)
