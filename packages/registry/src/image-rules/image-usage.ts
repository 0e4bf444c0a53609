import type { Db } from '@berth/db'
import type { ImageUsageView } from '@berth/protocol'
import { roomIn } from '../quota/decide-usage.ts'

export async function readImageUsage(db: Db, tenantId: string): Promise<ImageUsageView> {
  const tenant = await db.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { images: true, imageUsage: true },
  })
  const [quota, used, reserved] = [
    Number(tenant.images),
    Number(tenant.imageUsage?.bytes ?? 0n),
    Number(tenant.imageUsage?.reserved ?? 0n),
  ]
  return { quota, used, reserved, left: roomIn({ bytes: used, reserved, limit: quota }) }
}
