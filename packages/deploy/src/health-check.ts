import { BerthError } from '@berth/core'
import { type Health, healthSchema, type RunOptions } from '@berth/protocol'
import { z } from 'zod'

const HEALTH_TIMEOUT_MS = 30_000
const [, , http, command] = healthSchema.options

/** What one may ask for; the port is the app's own. */
export const healthField = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('port') }),
    z.strictObject({ kind: z.literal('http'), path: http.shape.path }),
    z.strictObject({ kind: z.literal('command'), argv: command.shape.argv }),
  ])
  .optional()

export type HealthWish = NonNullable<z.infer<typeof healthField>>

/** The check of a release with this port. Error: input.invalid, for a path without a port to ask. */
export function healthOf(port: number | null, wish: HealthWish, options: RunOptions): Health {
  const times = timesOf(options)
  switch (wish.kind) {
    case 'none':
      return { kind: 'none' }
    case 'port':
      return port === null ? { kind: 'none' } : { kind: 'tcp', port, ...times }
    case 'http':
      if (port === null) {
        throw new BerthError(
          'input.invalid',
          'a health check by HTTP needs a port: say which one with --port',
        )
      }
      return { kind: 'http', port, path: wish.path, ...times }
    case 'command':
      return { kind: 'command', argv: wish.argv, ...times }
  }
}

/** What is not asked for is as is usual on the node. */
function timesOf(options: RunOptions) {
  const { healthIntervalMs, healthTimeoutMs, healthRetries, healthStartPeriodMs } = options
  return {
    timeoutMs: healthStartPeriodMs ?? HEALTH_TIMEOUT_MS,
    ...(healthIntervalMs !== undefined && { intervalMs: healthIntervalMs }),
    ...(healthTimeoutMs !== undefined && { probeMs: healthTimeoutMs }),
    ...(healthRetries !== undefined && { retries: healthRetries }),
  }
}

/** What was asked for with the last release; without a port nothing was, so that the first port is checked. */
export function wishOf(base: { readonly port: number | null; readonly health: Health } | null): HealthWish {
  if (base === null) return { kind: 'port' }
  const { health, port } = base
  switch (health.kind) {
    case 'none':
      return { kind: port === null ? 'port' : 'none' }
    case 'tcp':
      return { kind: 'port' }
    case 'http':
      return { kind: 'http', path: health.path }
    case 'command':
      return { kind: 'command', argv: health.argv }
  }
}
