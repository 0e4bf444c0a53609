import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { formatBytes } from '@berth/core'
import { BuildFailed } from '../build-failed.ts'
import type { Site } from '../site.ts'

/** of the folder, beside what is fetched: its file system keeps books there, too */
const SLACK_BYTES = 64 * 1024 * 1024

/** Where what ADDs bring from elsewhere lies until the build has ended. */
export async function fetchedFolder({ fetched, spec, tools }: Site): Promise<string> {
  const folder = join(await tools.folders.claim(fetched.key, spec.limits.disk + SLACK_BYTES), 'fetched')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** All ADDs of a build share its limit of disk; what is beyond it is answered with the build's end. */
export function countFetched({ fetched, spec }: Site, bytes: number): BuildFailed | undefined {
  const most = spec.limits.disk
  fetched.bytes += bytes
  if (fetched.bytes <= most) return undefined
  const message = `ran out of disk: the ADDs of a build may bring ${formatBytes(most)} together`
  return new BuildFailed({ kind: 'disk', message })
}
