import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import { S3Client } from '@aws-sdk/client-s3'
import { boundedAnswer } from './bounded-answer.ts'
import type { S3Settings } from './s3-settings.ts'

const ATTEMPTS = 3
const CONNECT_MS = 5000
/** without a byte from the server; a copy of gigabytes on the server's side is quiet for long */
const IDLE_MS = 300_000
/** pulls of slow clients hold one each */
const MAX_SOCKETS = 1024

/** How connections to somebody else's bucket are made, and what it may take: whoever runs it may mean harm. */
export type S3Way = {
  readonly http: HttpAgent
  readonly https: HttpsAgent
  /** without a byte */
  readonly idleMs: number
  /** for a whole call, but the stream of an object */
  readonly totalMs: number
  /** of one list */
  readonly pages: number
  /** ends all calls and streams */
  readonly cut: AbortSignal
}

export function createS3Client(settings: S3Settings, way?: S3Way): S3Client {
  return new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey.reveal(),
    },
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: way?.idleMs ?? IDLE_MS,
      httpAgent: way?.http ?? { maxSockets: MAX_SOCKETS },
      httpsAgent: way?.https ?? { maxSockets: MAX_SOCKETS },
    },
    streamCollector: boundedAnswer,
    // the newer checksums come as trailers, which many servers refuse; content is verified by its digest
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}
