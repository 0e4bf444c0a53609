import type { BerthError, ErrorCode, ErrorKind } from '@berth/core'

type Answer = { readonly status: number; readonly code: string }
type RegistryCode = Extract<ErrorCode, `registry.${string}`>

/** The registry's own errors, by the codes of the distribution-spec ("Error Codes"). A new one does not compile without. */
const BY_CODE: Readonly<Record<RegistryCode, Answer>> = {
  'registry.blob_unknown': { status: 404, code: 'BLOB_UNKNOWN' },
  'registry.blob_upload_invalid': { status: 400, code: 'BLOB_UPLOAD_INVALID' },
  'registry.blob_upload_unknown': { status: 404, code: 'BLOB_UPLOAD_UNKNOWN' },
  'registry.digest_invalid': { status: 400, code: 'DIGEST_INVALID' },
  'registry.image_in_use': { status: 409, code: 'DENIED' },
  'registry.manifest_blob_unknown': { status: 404, code: 'MANIFEST_BLOB_UNKNOWN' },
  'registry.manifest_invalid': { status: 400, code: 'MANIFEST_INVALID' },
  'registry.manifest_too_large': { status: 413, code: 'SIZE_INVALID' },
  'registry.manifest_unknown': { status: 404, code: 'MANIFEST_UNKNOWN' },
  'registry.name_invalid': { status: 400, code: 'NAME_INVALID' },
  'registry.name_unknown': { status: 404, code: 'NAME_UNKNOWN' },
  // 403: docker tries again after 429, and prints nothing of a 413
  'registry.quota_exceeded': { status: 403, code: 'DENIED' },
  'registry.range_invalid': { status: 416, code: 'BLOB_UPLOAD_INVALID' },
  'registry.size_invalid': { status: 400, code: 'SIZE_INVALID' },
  'registry.tag_protected': { status: 403, code: 'DENIED' },
  'registry.too_many_tags': { status: 414, code: 'MANIFEST_INVALID' },
  'registry.unsupported': { status: 405, code: 'UNSUPPORTED' },
}

/** Everything else, by how a client should react. */
const BY_KIND: Readonly<Record<ErrorKind, Answer>> = {
  invalid: { status: 400, code: 'UNSUPPORTED' },
  unauthenticated: { status: 401, code: 'UNAUTHORIZED' },
  forbidden: { status: 403, code: 'DENIED' },
  not_found: { status: 404, code: 'NAME_UNKNOWN' },
  conflict: { status: 409, code: 'DENIED' },
  exhausted: { status: 429, code: 'TOOMANYREQUESTS' },
  precondition: { status: 412, code: 'DENIED' },
  unavailable: { status: 503, code: 'UNAVAILABLE' },
  timeout: { status: 504, code: 'UNAVAILABLE' },
  cancelled: { status: 499, code: 'UNAVAILABLE' },
  internal: { status: 500, code: 'UNKNOWN' },
}

/** A full disk is not the client's haste: 507 keeps it from trying again at once. */
const DISK_FULL: Answer = { status: 507, code: 'DENIED' }

export function answerOf(error: BerthError): Answer {
  if (isRegistryCode(error.code)) return BY_CODE[error.code]
  return error.code === 'disk.full' ? DISK_FULL : BY_KIND[error.kind]
}

/** `{"errors":[{code,message,detail}]}` */
export function errorBody(error: BerthError): string {
  const { code } = answerOf(error)
  return JSON.stringify({ errors: [{ code, message: error.message, detail: error.details }] })
}

function isRegistryCode(code: ErrorCode): code is RegistryCode {
  return Object.hasOwn(BY_CODE, code)
}
