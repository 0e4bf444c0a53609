import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { BerthError } from '@berth/core'
import type { LocalImage } from '@berth/image'
import type { VolumeMount } from '@berth/runtime'

/** Each is a mount of every start. */
const MAX_VOLUMES = 64

/** What the container's own kernel mounts are reached by: an image may not lie on top of them. */
const RESERVED = ['/proc', '/sys', '/dev']

/** The folders of an image's `Volumes`, below the container's own; they outlive its restarts and go with it. */
export async function prepareVolumes(folder: string, image: LocalImage): Promise<readonly VolumeMount[]> {
  const mounts = volumeMounts(folder, image)
  for (const { source, destination } of mounts) {
    if (await mkdir(source, { recursive: true, mode: 0o755 })) await dress(source, destination, image)
  }
  return mounts
}

/**
 * Destinations that are absolute and not the root; a folder is named by the hash of where it goes.
 * Error: image.unsafe, for too many of them, and for those over what the kernel shows.
 */
export function volumeMounts(folder: string, image: LocalImage): readonly VolumeMount[] {
  const wanted = Object.keys(image.config.config?.Volumes ?? {})
    .filter((path) => path.startsWith('/'))
    .map((path) => posix.normalize(path).replace(/\/+$/, ''))
    .filter((path) => path !== '')
  const destinations = [...new Set(wanted)]
  refuseTooMany(destinations)
  refuseReserved(destinations)
  return destinations.map((destination) => ({
    source: join(folder, createHash('sha256').update(destination).digest('hex').slice(0, 16)),
    destination,
    readonly: false,
  }))
}

function refuseTooMany(destinations: readonly string[]): void {
  const count = destinations.length
  if (count <= MAX_VOLUMES) return
  throw new BerthError(
    'image.unsafe',
    `the image has ${count} volumes, and at most ${MAX_VOLUMES} are allowed: remove some VOLUME lines`,
    { details: { count, max: MAX_VOLUMES } },
  )
}

function refuseReserved(destinations: readonly string[]): void {
  const path = destinations.find((path) =>
    RESERVED.some((reserved) => path === reserved || path.startsWith(`${reserved}/`)),
  )
  if (path === undefined) return
  throw new BerthError(
    'image.unsafe',
    `the image has a volume at ${path}: none may lie at or below ${RESERVED.join(', ')}`,
    { details: { path } },
  )
}

/** The new folder gets owner and mode of what the image has there, so that its user can write to it. */
async function dress(source: string, destination: string, image: LocalImage): Promise<void> {
  for (const layer of image.layers.toReversed()) {
    const found = await directoryWithin(layer, destination)
    if (!found) continue
    await chown(source, found.uid, found.gid)
    await chmod(source, found.mode & 0o7777)
    return
  }
}

/** Looks at each part of the path by itself: a link in an image leads out of it. */
async function directoryWithin(layer: string, destination: string) {
  let path = layer
  for (const part of destination.split('/').filter(Boolean)) {
    path = join(path, part)
    const stats = await lstat(path).catch(ignoreMissing) // not in this layer
    if (!stats?.isDirectory()) return undefined
  }
  return lstat(path)
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
