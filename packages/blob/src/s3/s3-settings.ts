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
}
