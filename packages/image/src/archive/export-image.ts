import { BerthError } from '@berth/core'
import { encodeTarHeader, TAR_END, tarPadding } from '../layout/tar-writer.ts'
import { readBlob } from '../pull/read-blob.ts'
import { RETRY_DELAYS } from '../pull/retry.ts'
import { blobName } from './archive-document.ts'
import { documentsOf } from './exported-documents.ts'
import { byDigest, readTree, type Wanted } from './image-tree.ts'

/** Which image, and how it is written. */
export type ExportRequest = Wanted & {
  /** what the image is called in the archive, as `host/acme/shop:1` */
  readonly name: string
  /** bytes of the archive so far */
  readonly onBytes?: (bytes: number) => void
}

/**
 * An image as one archive, straight from the registry; every blob is verified as it passes. Errors: image.not_found,
 * image.wrong_platform, image.corrupt, image.pull_failed, auth.forbidden.
 */
export async function* exportImage(request: ExportRequest): AsyncGenerator<Buffer> {
  const { root, tree } = await readTree(request)
  let written = 0
  const count = (bytes: Buffer) => {
    written += bytes.length
    request.onBytes?.(written)
    return bytes
  }
  for (const [name, bytes] of documentsOf(request, root, tree)) yield count(member(name, bytes))
  for (const blob of byDigest(tree.blobs)) {
    yield count(header(blobName(blob.digest), blob.size))
    const { source, signal } = request
    for await (const chunk of readBlob({ source, descriptor: blob, signal, delays: RETRY_DELAYS })) {
      yield count(chunk)
    }
    yield count(tarPadding(blob.size))
  }
  yield count(TAR_END)
}

function member(name: string, bytes: Buffer): Buffer {
  return Buffer.concat([header(name, bytes.length), bytes, tarPadding(bytes.length)])
}

function header(path: string, size: number): Buffer {
  const owner = { mode: 0o644, uid: 0, gid: 0, seconds: 0 }
  return encodeTarHeader({ ...owner, type: 'file', path, size, open: noContent })
}

/** Headers alone are written here: the content follows them by itself. */
function noContent(): never {
  throw new BerthError('internal.unexpected', 'a member of an archive was opened by its header')
}
