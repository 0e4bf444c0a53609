import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import type { ImageArchive } from './image-archive.ts'
import { indexTar, type TarMember } from './index-tar.ts'

const LINKS_MAX = 8

/** A saved image as one tar archive, which is not packed. Errors: image.corrupt, image.unsafe, image.too_large. */
export async function openTar(path: string): Promise<ImageArchive> {
  const file = await open(path)
  const members = await indexTar(file).catch(async (error: unknown) => {
    await file.close()
    throw error
  })

  const find = (name: string): Extract<TarMember, { kind: 'file' }> | undefined => {
    let member = members.get(name)
    for (let i = 0; i < LINKS_MAX && member?.kind === 'link'; i++) member = members.get(member.target)
    return member?.kind === 'file' ? member : undefined
  }

  return {
    size: (name) => find(name)?.size,
    open(name) {
      const found = find(name)
      if (!found) throw new BerthError('image.corrupt', `the archive has no ${name}`)
      if (found.size === 0) return Readable.from([])
      const { offset, size } = found
      return file.createReadStream({ start: offset, end: offset + size - 1, autoClose: false })
    },
    close: () => file.close(),
  }
}
