import { BerthError, type ErrorCode } from '@berth/core'

/** Codes of the platform's own storage, and what they are of a tenant's bucket. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'storage.refused': 'backup.refused',
  'storage.unreachable': 'backup.unreachable',
  'disk.full': 'backup.full',
}

/** Runs calls of a tenant's bucket. What fails is said in words for who chose it: backup.refused, backup.unreachable, backup.full. */
export async function explainBucket<T>(bucket: string, host: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw explain(bucket, host, error)
  }
}

function explain(bucket: string, host: string, error: unknown): unknown {
  const [cause, own] = error instanceof BerthError ? [error.cause, CODES[error.code]] : [error, undefined]
  if (error instanceof BerthError && own === undefined) return error // of the source, and not of the bucket
  const status = statusOf(cause)
  // not of S3: a fault of ours, or of the source
  const code = own ?? (status === undefined ? undefined : 'backup.refused')
  if (code === undefined) return error
  const say = (text: string) => new BerthError(code, text, { cause: error, details: { bucket } })
  if (error instanceof BerthError && typeof error.details['why'] === 'string')
    return say(`the bucket "${bucket}" at ${host} cannot be used: ${error.details['why']}`)
  const name = cause instanceof Error && /^\w{1,64}$/.test(cause.name) ? cause.name : 'an error'
  switch (code) {
    case 'backup.full':
      return say(`the bucket "${bucket}" is full: remove backups, or give it more room`)
    case 'backup.unreachable':
      return say(
        `the bucket "${bucket}" was not reached: nothing answers at ${host}, or the platform does not call it`,
      )
    default:
      return say(
        `the bucket "${bucket}" refuses it (${name}${status === undefined ? '' : `, ${status}`}): look at its name, its region and the key`,
      )
  }
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const { $metadata: metadata } = error
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
