import { randomUUID } from 'node:crypto'
import { BerthError, toBerthError } from '@berth/core'
import type { VolumeTransfer } from '@berth/db'
import { afterFailure } from './after-failure.ts'
import { beat, claim, tryLater } from './claim-transfer.ts'
import { endTransfer } from './end-transfer.ts'
import { giveUpLate } from './give-up-late.ts'
import type { KeeperDeps } from './keeper-deps.ts'
import { lookAtPace, type Pace } from './pace.ts'
import { performTransfer } from './perform-transfer.ts'
import { MOST_AT_ONCE, planTransfers } from './plan-transfers.ts'
import { afterYield, planYields } from './plan-yields.ts'
import { lastServed } from './last-served.ts'
import { takeBack } from './take-back.ts'

const BEAT_MS = 2000
/** A transfer that moves nothing for so long is cut off, and begun again. */
const STALL_MS = 120_000

/** Makes the backups that were asked for, and brings them back. Several may work at once: each transfer has one holder. */
export type TransferKeeper = {
  /** Begins what can begin; resolves when that was looked at. One at a time. */
  look(): Promise<void>
  /** Leaves what is under way to a successor; resolves when nothing is. After the last look. */
  close(): Promise<void>
}

/** `moved`, `movedAt`: as of its last bytes. */
type Running = {
  readonly stop: AbortController
  readonly done: Promise<void>
  readonly at: Progress
}
type Progress = { readonly begunAt: number; movedAt: number; moved: number; isYielding: boolean }

export function createTransferKeeper(deps: KeeperDeps): TransferKeeper {
  const { db, nodes, clock, log } = deps
  const running = new Map<string, Running>()
  let closed = false

  const look = async () => {
    if (closed) return
    const now = clock.now()
    await takeBack(db, now)
    await giveUpLate(deps, now)
    const waiting = await db.volumeTransfer.findMany({
      where: { state: 'waiting', OR: [{ notBefore: null }, { notBefore: { lte: now } }] },
      include: { volume: { select: { nodeId: true } } },
    })
    const held = await db.volumeTransfer.findMany({ where: { state: 'running' }, select: { tenantId: true } })
    const ready = waiting.filter(({ volume: { nodeId } }) => nodeId === null || nodes.has(nodeId))
    const tenants = held.map(({ tenantId }) => tenantId)
    const servedAt = await lastServed(db, ready)
    for (const { id } of planTransfers({ waiting: ready, running: tenants, servedAt })) {
      if (closed || running.size >= MOST_AT_ONCE) return
      const claimed = await claim(db, id, { holder: randomUUID(), now: clock.now() })
      if (claimed) begin(claimed)
    }
    makeRoom(tenants, ready)
  }

  const makeRoom = (tenants: readonly string[], ready: readonly { readonly tenantId: string }[]) => {
    const yields = planYields({
      now: clock.now().getTime(),
      held: [...running].map(([id, { at }]) => ({ id, ...at })),
      running: tenants,
      waiting: ready.map(({ tenantId }) => tenantId),
      limits: deps.yields,
    })
    for (const id of yields) {
      const one = running.get(id)
      if (!one) continue
      one.at.isYielding = true
      one.stop.abort()
    }
  }

  const begin = (transfer: VolumeTransfer) => {
    const stop = new AbortController()
    const begunAt = clock.now().getTime()
    const at: Progress = { begunAt, movedAt: begunAt, moved: 0, isYielding: false }
    const done = work(transfer, stop, at)
      // nobody beats for it now, so that it is taken back
      .catch((error: unknown) =>
        log.error({ err: error, transfer: transfer.id }, 'how a backup ended was not written'),
      )
      .finally(() => running.delete(transfer.id))
    running.set(transfer.id, { stop, done, at })
  }

  const work = async (transfer: VolumeTransfer, stop: AbortController, progress: Progress) => {
    let pace: Pace = { begunAt: progress.begunAt, at: progress.begunAt, moved: 0 }
    const onProgress = (bytes: number) => {
      progress.moved = bytes
      progress.movedAt = clock.now().getTime()
    }
    const timer = setInterval(() => {
      const now = clock.now()
      const at = now.getTime()
      const { moved, movedAt } = progress
      if (at - movedAt > STALL_MS) stop.abort()
      const look = lookAtPace(pace, { at, moved }, deps.pace)
      if (look.kind === 'on') pace = look.pace
      // not begun again: it would hold a place once more
      else stop.abort(new BerthError('backup.refused', look.reason))
      void beat(db, transfer, { moved, now })
        .then((held) => held || stop.abort())
        .catch((error: unknown) => log.warn({ err: error, transfer: transfer.id }, 'a backup could not beat'))
    }, BEAT_MS)
    try {
      const outcome = await performTransfer(deps, transfer, { signal: stop.signal, onProgress })
      await endTransfer(deps, transfer, { kind: 'done', moved: progress.moved, outcome })
    } catch (thrown) {
      if (closed) return await tryLater(db, transfer, { notBefore: clock.now(), reason: null })
      if (progress.isYielding) return await tryLater(db, transfer, afterYield(transfer.attempts, clock.now()))
      log.warn({ err: thrown, transfer: transfer.id, kind: transfer.kind }, 'a backup was cut off')
      const next = afterFailure(toBerthError(thrown), transfer.attempts, clock.now())
      if (next.kind === 'again') await tryLater(db, transfer, next)
      else await endTransfer(deps, transfer, { kind: 'failed', moved: progress.moved, reason: next.reason })
    } finally {
      clearInterval(timer)
    }
  }

  return {
    look,
    close: async () => {
      closed = true
      for (const { stop } of running.values()) stop.abort()
      await Promise.allSettled([...running.values()].map(({ done }) => done))
    },
  }
}
