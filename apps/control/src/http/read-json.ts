import type { IncomingMessage } from 'node:http'
import { BerthError } from '@berth/core'
import type { z } from 'zod'

const MAX_BYTES = 4 * 1024 * 1024

/** The body, checked by a schema. Error: input.invalid. */
export async function readJson<S extends z.ZodType>(
  request: IncomingMessage,
  schema: S,
): Promise<z.output<S>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size > MAX_BYTES) throw new BerthError('input.invalid', `the body is larger than ${MAX_BYTES} bytes`)
  }
  const result = schema.safeParse(parse(Buffer.concat(chunks).toString('utf8')))
  if (result.success) return result.data
  throw new BerthError('input.invalid', 'the body is not as it should be', {
    details: { problems: result.error.issues },
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BerthError('input.invalid', 'the body is not JSON')
  }
}
