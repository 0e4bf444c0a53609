import { BerthError, toBerthError } from '@berth/core'
import type { Logger } from '@berth/log'
import { type Ack, describeIssues, joinProblems, refuseBrokenText } from '@berth/protocol'
import type { z } from 'zod'

/**
 * A handler of one kind of emit: checks the body, answers with `Ack`, and never throws into socket.io. An emit
 * without a body, or without an acknowledgement, is fine too.
 */
export function answering<S extends z.ZodType, Out extends object>(
  schema: S,
  log: Logger,
  handle: (body: z.output<S>) => Promise<Out>,
): (...args: unknown[]) => void {
  return (...args) => {
    const acknowledge = args.find((arg) => typeof arg === 'function')
    const answer = (ack: Ack<Out>) => void acknowledge?.(ack)
    parse(schema, args[0])
      .then(handle)
      .then(
        (value) => answer({ ok: true, ...value }),
        (thrown: unknown) => {
          const error = toBerthError(thrown)
          if (error.kind === 'internal') log.error({ err: error.cause ?? error }, 'socket handler failed')
          const { code, message, details } = error
          answer({ ok: false, error: { code, message, details } })
        },
      )
  }
}

async function parse<S extends z.ZodType>(schema: S, body: unknown): Promise<z.output<S>> {
  const input = typeof body === 'function' ? undefined : body
  refuseBrokenText(input)
  const parsed = await schema.safeParseAsync(input)
  if (parsed.success) return parsed.data
  const problems = describeIssues(parsed.error.issues, input)
  throw new BerthError('input.invalid', joinProblems(problems), { details: { problems } })
}
