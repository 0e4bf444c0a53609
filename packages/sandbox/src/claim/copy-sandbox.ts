import { BerthError, newId } from '@berth/core'
import type { Db, Sandbox, Tx } from '@berth/db'
import type { LabTimes } from '@berth/lab'
import { tell } from '../events/tell.ts'
import { writeWish } from '../keep/wish.ts'
import { specOf } from '../rows.ts'
import type { TeachingAsked } from '../service/driving.ts'
import { refuseTooOften } from './rate.ts'

/** A copy is to look into: its files go with it, and that is soon. */
const LIVES_SECONDS = 2 * 60 * 60
const MOST_SECONDS = 8 * 60 * 60

/**
 * A sandbox of one's own that begins with the files that a student's has at this moment, which goes on untouched. What
 * its containers wrote comes along as far as they are there; what runs in them does not. The copy before ends. Audited,
 * and an event of the student's own. Errors: sandbox.not_ready, sandbox.too_often.
 */
export function copySandbox(
  db: Db,
  { sandbox, by, userId, ip }: TeachingAsked,
  now: Date,
): Promise<{ id: string }> {
  const { tenantId, courseId } = sandbox
  return db.$transaction(async (tx) => {
    // one after the other: they are counted, and the one before ends
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`copies of ${userId}`}, 0))`
    await refuseTooOften(tx, { userId, tenantId, type: 'start', what: 'copy or start', now })
    await tx.$queryRaw`SELECT id FROM "Sandbox" WHERE id = ${sandbox.id} FOR UPDATE`
    const source = await tx.sandbox.findUniqueOrThrow({ where: { id: sandbox.id } })
    const { nodeId, home } = await filesOf(tx, source)
    const before = await tx.sandbox.findMany({
      where: { courseId, userId, kind: 'copy', wanted: { not: 'ended' } },
    })
    const reason = { kind: 'asked', by } as const
    for (const one of before) await writeWish(tx, one, { wanted: 'ended', reason, by, now })
    const copy = await writeCopy(tx, source, { userId, nodeId, now })
    if (home) await copyHome(tx, copy, home)
    await tell(tx, [
      { sandbox: copy, type: 'queued', by },
      { sandbox: source, type: 'copied', by },
    ])
    const entry = { tenantId, by, ip, action: 'sandbox.copied', target: source.id }
    await tx.audit.create({
      data: { id: newId('audit'), outcome: 'allowed', ...entry, data: { copy: copy.id } },
    })
    return { id: copy.id }
  })
}

type Home = { readonly id: string; readonly bytes: bigint; readonly nodeId: string | null }

/** Where they lie. Error: sandbox.not_ready, where there are none. */
async function filesOf(
  tx: Tx,
  { id: sandboxId, attempt, kind, userId }: Sandbox,
): Promise<{ nodeId: string; home: Home | null }> {
  const of = { sandboxId, attempt }
  const home = await tx.volume.findFirst({
    where: { ...of, deletedAt: null, made: true, nodeId: { not: null } },
    select: { id: true, bytes: true, nodeId: true },
  })
  const layer = await tx.container.findFirst({ where: { ...of, ...LAYER }, select: { nodeId: true } })
  const nodeId = home?.nodeId ?? layer?.nodeId
  if (kind === 'lesson' && userId !== null && nodeId) return { nodeId, home }
  throw new BerthError('sandbox.not_ready', 'it has no files that could be copied')
}

/** Containers that have begun once and whose written files are kept. */
const LAYER = { desired: { not: 'removed' }, startedAt: { not: null } } as const

async function writeCopy(
  tx: Tx,
  source: Sandbox,
  { userId, nodeId, now }: { readonly userId: string; readonly nodeId: string; readonly now: Date },
): Promise<Sandbox> {
  const { tenantId, labId, versionId, courseId, attempt } = source
  const version = await tx.labVersion.findUniqueOrThrow({ where: { id: versionId }, select: { spec: true } })
  return tx.sandbox.create({
    data: {
      ...{ id: newId('sandbox'), kind: 'copy', copyOf: source.id, userId, nodeId, requestedAt: now },
      ...{ tenantId, labId, versionId, courseId, attempt },
      ...times(specOf(version).times, now),
    },
  })
}

function times({ expires, deadline }: LabTimes, now: Date) {
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  return {
    claimedAt: now,
    expiresAt: later(Math.min(expires, LIVES_SECONDS)),
    deadlineAt: later(Math.min(deadline, MOST_SECONDS)),
  }
}

/** Its node makes it as soon as it hears of it. */
async function copyHome(tx: Tx, { id: sandboxId, tenantId, attempt }: Sandbox, home: Home): Promise<void> {
  const { id: copyOf, bytes, nodeId } = home
  await tx.volume.create({
    data: {
      ...{ id: newId('volume'), tenantId, name: `${sandboxId}.${attempt}`, bytes, nodeId, copyOf },
      ...{ sandboxId, attempt, createdBy: 'the platform' },
    },
  })
}

/**
 * By the containers of its lab, those of the student's whose written files a copy begins with. It was asked for once, which
 * is on record: one that is resumed without its own is set up as any other.
 */
export async function layersOf(
  tx: Pick<Tx, 'container' | 'sandboxEvent'>,
  { id: sandboxId, copyOf, attempt, nodeId }: Pick<Sandbox, 'id' | 'copyOf' | 'attempt' | 'nodeId'>,
): Promise<ReadonlyMap<string, string>> {
  if (copyOf === null || nodeId === null) return new Map()
  if ((await tx.sandboxEvent.count({ where: { sandboxId, type: 'resumed' } })) > 0) return new Map()
  const rows = await tx.container.findMany({
    where: { sandboxId: copyOf, attempt, nodeId, ...LAYER },
    select: { id: true, process: true },
  })
  return new Map(rows.map(({ id, process }) => [process, id]))
}
