import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { createReadStream } from 'node:fs'
import { formatBytes } from '@berth/core'
import type { BuildOrigin, SourceUploadView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { createProgress } from '../files/progress.ts'
import { say } from '../output.ts'
import { packSource } from './pack-source.ts'
import { type BuildFlags, recipeOf } from './build-flags.ts'
import { checkRecipe } from './check-recipe.ts'
import { sendSource } from './send-source.ts'

type Sent = { readonly source: string; readonly origin: Exclude<BuildOrigin, { kind: 'git' }> }

/**
 * Sends a folder, or an archive as it is; of a folder that nothing says how to build, nothing is sent. Errors:
 * UsageError, source.too_large, quota.exceeded.
 */
export async function sendFolder(
  path: string,
  flags: BuildFlags,
  invite: () => Promise<SourceUploadView>,
): Promise<Sent> {
  const name = basename(resolve(path))
  const isFolder = await checkPath(path)
  if (isFolder) await checkRecipe(path, recipeOf(flags))
  const content = isFolder ? await packSource(path, flags.dockerfile) : readArchive(path)
  const archive = { content, isPacked: !isFolder && path.endsWith('gz') }
  const progress = createProgress()
  let sent = 0
  const source = await sendSource(await invite(), archive, (bytes) => {
    progress.count(bytes - sent)
    sent = bytes
  })
  progress.end()
  say(`sent ${name} (${formatBytes(source.size)})`)
  return { source: source.id, origin: { kind: isFolder ? 'folder' : 'archive', name } }
}

async function checkPath(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined) // said in words below
  if (stats?.isDirectory()) return true
  if (stats?.isFile() && /\.(?:tar|tar\.gz|tgz)$/.test(path)) return false
  throw new UsageError(
    stats ? `${path} is neither a folder nor a .tar or .tar.gz archive` : `there is no folder ${path}`,
  )
}

async function* readArchive(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path) as AsyncIterable<Buffer>
}
