import { constants, createReadStream, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { safePath } from '../unpack/safe-path.ts'
import type { ImageArchive } from './image-archive.ts'

/** A saved image as a folder, as an OCI layout is one. */
export function openFolder(dir: string): ImageArchive {
  const pathOf = (name: string) => join(dir, safePath(name))

  return {
    size(name) {
      const found = lstatSync(pathOf(name), { throwIfNoEntry: false })
      return found?.isFile() ? found.size : undefined
    },
    // a link would bring in what is not of the image
    open: (name) =>
      createReadStream('', { fd: openSync(pathOf(name), constants.O_RDONLY | constants.O_NOFOLLOW) }),
    close: async () => undefined,
  }
}
