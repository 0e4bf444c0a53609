import { createHash } from 'node:crypto'
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { BerthError } from '@berth/core'
import type { LocalImage } from '@berth/image'
import type { VolumeMount } from '@berth/runtime'

/** Each is a mount of every start. */
const MAX_VOLUMES = 64

/** The sticky bit alone: nobody would give a folder that mode. */
const UNFILLED = 0o1000

/** What the container's own kernel mounts are reached by: an image may not lie on top of them. */
const RESERVED = ['/proc', '/sys', '/dev']

/**
 * The folders of an image's `Volumes`, below the container's own; they outlive its restarts and go with it. A new one
 * is filled by the start, from what the image has there.
 */
export async function prepareVolumes(folder: string, image: LocalImage): Promise<readonly VolumeMount[]> {
  return Promise.all(
    volumeMounts(folder, image).map(async (mount) => ({ ...mount, fill: await isToFill(mount.source) })),
  )
}

/**
 * A folder is new until it got the mode of the image's, which is the last that filling does. The mark beside it says
 * that its mode counts: from inside it cannot be made, so that nobody has the folder emptied.
 */
export async function isToFill(source: string): Promise<boolean> {
  const mark = markOf(source)
  const found = await lstat(source).catch(ignoreMissing) // it is the first start
  if (found && !(await lstat(mark).catch(ignoreMissing))) return false
  if (found && (found.mode & 0o7777) !== UNFILLED) {
    await rm(mark)
    return false
  }
  await mkdir(dirname(source), { recursive: true })
  await writeFile(mark, '')
  await rm(source, { recursive: true, force: true }) // an earlier start was cut off
  await mkdir(source, { mode: UNFILLED })
  return true
}

/** After the start that filled them. */
export async function settleVolumes(volumes: readonly VolumeMount[]): Promise<void> {
  for (const { source, fill } of volumes) if (fill) await rm(markOf(source))
}

function markOf(source: string): string {
  return `${source}.new`
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

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
