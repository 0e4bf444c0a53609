import path from 'node:path'
import { say } from '../output.ts'
import { findPlatform } from '../platform/running.ts'
import { stopPlatform } from '../platform/stop-platform.ts'
import { requireRoot } from './require-root.ts'

export async function down(options: { readonly data: string; readonly all?: boolean }): Promise<void> {
  requireRoot('down')
  const { paths, state } = await findPlatform(path.resolve(options.data))
  const lock = await stopPlatform(paths, state)
  if (options.all) await (await import('../platform/remove-instance.ts')).removeInstance(paths)
  lock.release()
  say(
    options.all
      ? `Berth is stopped, with its containers; the data stays in ${paths.dir}`
      : 'Berth is stopped',
  )
}
