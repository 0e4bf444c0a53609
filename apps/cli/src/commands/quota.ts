import { formatBytes, type Quota } from '@berth/core'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export async function quota(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const { quota, used, left, images, sandboxes } = await session.api.tenants.quota.query({
    tenant: await session.tenant(),
  })
  if (options.json) return printJson({ quota, used, left, images, sandboxes })
  const row = (name: string, of: (part: Quota) => string) => [name, of(used), of(quota), of(left)]
  type Share = typeof sandboxes.used
  const shared = (name: string, of: (part: Share) => number, show: (value: number) => string = String) => {
    const [has, most] = [of(sandboxes.used), of(sandboxes.quota)]
    return [name, show(has), show(most), show(Math.max(0, most - has))]
  }
  printResult(
    formatTable([
      ['', 'USED', 'OF', 'LEFT'],
      row('cpu', (part) => String(part.cpu)),
      row('memory', (part) => formatBytes(part.memory)),
      row('containers', (part) => String(part.containers)),
      row('processes', (part) => String(part.pids)),
      row('disk', (part) => formatBytes(part.disk)),
      ['images', ...[images.used + images.reserved, images.quota, images.left].map(formatBytes)],
      shared('sandboxes', (part) => part.count),
      shared('  cpu', (part) => part.cpu),
      shared('  memory', (part) => part.memory, formatBytes),
      shared('  disk', (part) => part.disk, formatBytes),
      ['  of it at rest', formatBytes(sandboxes.kept.disk), '', ''],
    ]),
  )
}
