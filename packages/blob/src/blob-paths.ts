import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { isDigest, parseDigest } from '@berth/oci'

export type BlobPaths = {
  /** `sha256/ab/abcd…` */
  blob(digest: string): { readonly folder: string; readonly file: string }
  readonly uploads: string
  upload(uploadId: string): string
}

const UPLOAD_ID = /^[A-Za-z0-9_-]{1,64}$/

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
    upload: (uploadId) => {
      if (!UPLOAD_ID.test(uploadId)) {
        throw new BerthError('registry.blob_upload_unknown', `"${uploadId}" is not an upload`)
      }
      return join(uploads, uploadId)
    },
  }
}
