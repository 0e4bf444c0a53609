import { BerthError, newId, parseName } from '@berth/core'
import { recordEvent, type Tx, type Volume } from '@berth/db'
import { checkExtraDisk } from '../admission.ts'
import type { Caller } from '../requests.ts'

const USUAL_BYTES = 1024 ** 3

/** One tenant's, deleted ones with them: each is a folder of a node for good. */
const MAX_VOLUMES = 200

/** Within `inTenant`. Errors: name.invalid, volume.exists, quota.exceeded. */
export async function createVolume(
  tx: Tx,
  { tenant, by, ip = null }: Caller,
  asked: {
    readonly name: string
    readonly bytes?: number | undefined
    readonly shared?: boolean | undefined
  },
): Promise<Volume> {
  const name = parseName('volume', asked.name)
  const { bytes = USUAL_BYTES, shared = false } = asked
  const count = await tx.volume.count({ where: { tenantId: tenant.id, sandboxId: null } })
  if (count >= MAX_VOLUMES) {
    throw new BerthError('quota.exceeded', `a tenant has at most ${MAX_VOLUMES} volumes: delete one first`)
  }
  if (await tx.volume.findFirst({ where: { tenantId: tenant.id, name, deletedAt: null } })) {
    throw new BerthError('volume.exists', `there is a volume "${name}" already`, {
      details: { volume: name },
    })
  }
  await checkExtraDisk(tx, tenant.id, { before: 0, asked: bytes })
  const volume = await tx.volume.create({
    data: { id: newId('volume'), tenantId: tenant.id, name, bytes: BigInt(bytes), shared, createdBy: by },
  })
  await tellVolume(tx, { tenant, by, ip }, volume, {
    type: 'volume.created',
    message: `volume ${name} was created`,
  })
  return volume
}

/** Event and audit of what somebody did to a volume. */
export async function tellVolume(
  tx: Tx,
  { tenant, by, ip = null }: Caller,
  { name, appId }: Volume,
  { type, message }: { readonly type: string; readonly message: string },
): Promise<void> {
  const app =
    appId === null ? null : await tx.app.findUnique({ where: { id: appId }, select: { name: true } })
  await recordEvent(tx, {
    ...{ tenantId: tenant.id, type, message, by, appId, appName: app?.name ?? null, data: { volume: name } },
  })
  await tx.audit.create({
    data: {
      ...{ id: newId('audit'), tenantId: tenant.id, by, ip, action: type, target: name, outcome: 'allowed' },
    },
  })
}
