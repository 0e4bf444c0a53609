import type { HostCommands } from './host-commands.ts'
import { hasLink } from './host-state.ts'
import { removeLinkBatch } from './ip-batch.ts'

/** Idempotent. The kernel takes a port away by itself, a moment after its namespace went: then there is nothing to do. */
export async function removeLink(commands: HostCommands, link: string): Promise<void> {
  if (!(await hasLink(link))) return
  try {
    await commands.ip(removeLinkBatch(link))
  } catch (error) {
    if (await hasLink(link)) throw error
  }
}
