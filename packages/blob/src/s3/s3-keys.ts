import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import { isDigest, parseDigest } from '@berth/oci'
import { checkUploadId } from '../upload-id.ts'

export const UPLOADS = 'uploads/'
export const BLOBS: readonly string[] = ['sha256/', 'sha512/']
const PLACE = /\.([a-z0-9]{1,32})$/

/** `sha256/ab/abcd…`, with its place `sha256/ab/abcd….place` */
export function blobKey(digest: string, place?: string): string {
  if (!isDigest(digest)) throw new BerthError('registry.digest_invalid', `"${digest}" is not a digest`)
  const { algorithm, hex } = parseDigest(digest)
  return `${algorithm}/${hex.slice(0, 2)}/${hex}${place === undefined ? '' : `.${place}`}`
}

/** Undefined for what is no blob. */
export function digestOfKey(key: string): string | undefined {
  const [algorithm = '', , name = ''] = key.split('/')
  const digest = `${algorithm}:${name.replace(PLACE, '')}`
  return isDigest(digest) ? digest : undefined
}

/** Undefined for a blob that lies under its digest alone. */
export function placeOfKey(key: string): string | undefined {
  return PLACE.exec(key)?.[1]
}

/** Everything that an upload has in the bucket lies below it. */
export function uploadFolder(uploadId: string): string {
  return `${UPLOADS}${checkUploadId(uploadId)}/`
}

/** There from the begin of an upload until it is cancelled. */
export function begunKey(uploadId: string): string {
  return `${uploadFolder(uploadId)}begun`
}

export function pieceKey(uploadId: string, nonce: string): string {
  return `${uploadFolder(uploadId)}data-${nonce}`
}

/** Who wrote on from `start`. */
export function claimKey(uploadId: string, start: number, nonce: string): string {
  return `${uploadFolder(uploadId)}at-${String(start).padStart(16, '0')}-${nonce}`
}

/** Where the writer of a claim went on; undefined for other keys. */
export function claimStart(key: string): number | undefined {
  const start = /\/at-(\d{16})-[^/]+$/.exec(key)?.[1]
  return start === undefined ? undefined : Number(start)
}

/** Undefined for a key that no upload has. */
export function uploadOfKey(key: string): string | undefined {
  return /^uploads\/([A-Za-z0-9_-]{1,64})\//.exec(key)?.[1]
}

/** Names a copy to a blob's key that was left half done, as if it was an upload of its own. */
export function leftCopyId(left: { readonly key: string; readonly id: string }): string {
  return `copy_${createHash('sha256').update(`${left.key} ${left.id}`).digest('hex').slice(0, 40)}`
}
