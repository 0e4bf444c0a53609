import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { isDigest, parseDigest } from '@berth/oci'
import { checkUploadId } from './upload-id.ts'

export type BlobPaths = {
  /** `sha256/ab/abcd…` */
  blob(digest: string): { readonly folder: string; readonly file: string }
  readonly uploads: string
  upload(uploadId: string): string
}

/** Nothing becomes part of a path before its grammar was checked. */
export function blobPaths(root: string): BlobPaths {
  const uploads = join(root, 'uploads')
  return {
    uploads,
    blob: (digest) => {
      if (!isDigest(digest)) throw new BerthError('registry.digest_invalid', `"${digest}" is not a digest`)
      const { algorithm, hex } = parseDigest(digest)
      const folder = join(root, algorithm, hex.slice(0, 2))
      return { folder, file: join(folder, hex) }
    },
    upload: (uploadId) => join(uploads, checkUploadId(uploadId)),
  }
}
