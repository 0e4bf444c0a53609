import { Readable } from 'node:stream'
import { encodeTarHeader, TAR_END, tarPadding } from '@berth/image/tar'
import type { LabFiles } from '@berth/lab'

/** The folder of a Dockerfile as the archive that a build is sent. Files that begin with `#!` are programs. */
export async function* makeContext(files: LabFiles, dockerfile: string): AsyncGenerator<Uint8Array> {
  const folder = dockerfile.slice(0, dockerfile.lastIndexOf('/') + 1)
  for (const path of Object.keys(files).toSorted()) {
    if (!path.startsWith(folder)) continue
    const text = files[path] ?? ''
    const bytes = Buffer.from(text)
    yield encodeTarHeader({
      ...{ type: 'file', path: path.slice(folder.length), size: bytes.length },
      ...{ mode: text.startsWith('#!') ? 0o755 : 0o644, uid: 0, gid: 0, seconds: 0 },
      open: () => Readable.from([bytes]),
    })
    yield bytes
    yield tarPadding(bytes.length)
  }
  yield TAR_END
}
