import { readFileSync } from 'node:fs'
import type { S3Settings } from '@berth/blob'
import { BerthError, Secret } from '@berth/core'
import { z } from 'zod'

/** Where the registry's content lies when it is not in files. */
export const s3EnvShape = {
  BERTH_BLOBS_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  BERTH_BLOBS_S3_BUCKET: z.string().min(3).optional(),
  BERTH_BLOBS_S3_REGION: z.string().min(1).default('us-east-1'),
  BERTH_BLOBS_S3_ACCESS_KEY_FILE: z.string().min(1).optional(),
  BERTH_BLOBS_S3_PATH_STYLE: z.enum(['yes', 'no']).default('yes'),
}

type S3Env = z.infer<z.ZodObject<typeof s3EnvShape>>

/** Undefined when no bucket is named at all. Errors: config.invalid when only a part is said, secret.missing. */
export function readS3Settings(env: S3Env): S3Settings | undefined {
  const needed = {
    BERTH_BLOBS_S3_ENDPOINT: env.BERTH_BLOBS_S3_ENDPOINT,
    BERTH_BLOBS_S3_BUCKET: env.BERTH_BLOBS_S3_BUCKET,
    BERTH_BLOBS_S3_ACCESS_KEY_FILE: env.BERTH_BLOBS_S3_ACCESS_KEY_FILE,
  }
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]))
  const { BERTH_BLOBS_S3_ENDPOINT: endpoint, BERTH_BLOBS_S3_BUCKET: bucket } = needed
  const { BERTH_BLOBS_S3_ACCESS_KEY_FILE: file } = needed
  if (missing.length === Object.keys(needed).length) return undefined
  if (!endpoint || !bucket || !file)
    throw new BerthError('config.invalid', `a bucket for images needs ${missing.join(' and ')} too`)
  return {
    endpoint,
    bucket,
    region: env.BERTH_BLOBS_S3_REGION,
    pathStyle: env.BERTH_BLOBS_S3_PATH_STYLE === 'yes',
    ...readAccessKey(file),
  }
}

/** Two lines: the key's id and its secret. */
function readAccessKey(file: string): Pick<S3Settings, 'accessKeyId' | 'secretAccessKey'> {
  const [accessKeyId, secret, ...rest] = read(file)
    .trim()
    .split(/\s*\n\s*/)
  if (accessKeyId && secret && rest.length === 0) return { accessKeyId, secretAccessKey: new Secret(secret) }
  throw new BerthError(
    'secret.missing',
    `${file} must have two lines: the id of the access key and its secret`,
  )
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new BerthError(
      'secret.missing',
      `BERTH_BLOBS_S3_ACCESS_KEY_FILE ${file} cannot be read by berth-control`,
      { cause },
    )
  }
}
