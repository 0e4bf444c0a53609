import { formatBytes, type Quota } from '@berth/core'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export async function quota(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const { quota, used, left, images } = await session.api.tenants.quota.query({
    tenant: await session.tenant(),
  })
  if (options.json) return printJson({ quota, used, left, images })
  const row = (name: string, of: (part: Quota) => string) => [name, of(used), of(quota), of(left)]
  printResult(
    formatTable([
      ['', 'USED', 'OF', 'LEFT'],
      row('cpu', (part) => String(part.cpu)),
      row('memory', (part) => formatBytes(part.memory)),
      row('containers', (part) => String(part.containers)),
      row('processes', (part) => String(part.pids)),
      row('disk', (part) => formatBytes(part.disk)),
      ['images', ...[images.used + images.reserved, images.quota, images.left].map(formatBytes)],
    ]),
  )
}
