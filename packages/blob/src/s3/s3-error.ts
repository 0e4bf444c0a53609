import { BerthError, type ErrorCode } from '@berth/core'
import { LongAnswer } from './bounded-answer.ts'
import { LateAnswer } from './in-time.ts'

/** Codes of S3 and of servers like it: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const FULL: readonly string[] = ['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage', 'OverQuota']
const REFUSED: readonly string[] = [
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'NoSuchBucket',
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
]

/** Runs a call of the bucket; what fails says in words what is wrong with it: storage.unreachable, storage.refused, disk.full. */
export async function onBucket<T>(bucket: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw error instanceof BerthError ? error : explain(bucket, error)
  }
}

/** Undefined in place of the error of an object that is not there. */
export async function unlessAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** Of what no S3 server does. `details.why` says it to whoever chose the bucket, too. */
export function misbehaves(bucket: string, why: string, cause?: unknown): BerthError {
  const text = `the bucket "${bucket}" does not answer as S3 does: ${why}`
  return new BerthError('storage.refused', text, { cause, details: { bucket, why } })
}

function isAbsent(error: unknown): boolean {
  const name = nameOf(error)
  return name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchUpload'
}

function explain(bucket: string, error: unknown): unknown {
  // whoever asked for the object knows better what it means that it is not there
  if (isAbsent(error)) return error
  if (error instanceof LongAnswer) return misbehaves(bucket, error.why, error)
  if (error instanceof LateAnswer)
    return new BerthError('storage.unreachable', `the bucket "${bucket}" is too slow: ${error.message}`, {
      cause: error,
      details: { bucket, why: error.message },
    })
  const [name, status] = [nameOf(error), statusOf(error)]
  const say = (code: ErrorCode, text: string) =>
    new BerthError(code, text, { cause: error, details: { bucket } })
  if (FULL.includes(name) || status === 507)
    return say('disk.full', "the platform's storage for images is full: remove images or add space")
  if (REFUSED.includes(name) || status === 403)
    return say(
      'storage.refused',
      `the bucket "${bucket}" refuses the platform (${name}): its administrator must look at its name and key`,
    )
  if (status === undefined || status >= 500 || status === 429 || status === 408)
    return say(
      'storage.unreachable',
      `the platform's storage for images does not answer (bucket "${bucket}"): try again`,
    )
  return error
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/** Undefined when no answer came at all. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const { $metadata: metadata } = error
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
