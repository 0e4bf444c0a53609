import type { Secret } from '@berth/core'

/** Which bucket, and how it is reached. The bucket belongs to one platform alone. */
export type S3Settings = {
  /** `https://s3.eu-central-1.amazonaws.com`, or whatever speaks S3 */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  /** `endpoint/bucket/key`, as most servers but Amazon's want it, and not `bucket.endpoint/key` */
  readonly pathStyle: boolean
  /** what all keys of this store begin with, as `sources/`; absent: nothing */
  readonly prefix?: string
  /** absent: what S3 allows */
  readonly copies?: CopyLimits
}

/** How much the server copies at once, in bytes: a whole object, and a part (from 5 MiB on) of what is larger. */
export type CopyLimits = { readonly object: number; readonly part: number }

const GIB = 1024 ** 3

/** CopyObject takes no more than 5 GiB; a part may be as long, and a shorter one keeps no connection quiet for minutes. */
export const S3_COPIES: CopyLimits = { object: 5 * GIB, part: GIB }
