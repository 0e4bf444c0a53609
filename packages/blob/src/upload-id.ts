import { BerthError } from '@berth/core'

const UPLOAD_ID = /^[A-Za-z0-9_-]{1,64}$/

/** It becomes part of a path: nothing else may. Error: registry.blob_upload_unknown. */
export function checkUploadId(uploadId: string): string {
  if (UPLOAD_ID.test(uploadId)) return uploadId
  throw new BerthError('registry.blob_upload_unknown', `"${uploadId}" is not an upload`)
}
