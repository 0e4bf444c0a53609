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

export function createTransferKeeper(deps: KeeperDeps): TransferKeeper {
  const { db, nodes, clock, log } = deps
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>()
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
    for (const { id } of planTransfers({ waiting: ready, running: held.map(({ tenantId }) => tenantId) })) {
      if (closed || running.size >= MOST_AT_ONCE) return
      const claimed = await claim(db, id, { holder: randomUUID(), now: clock.now() })
      if (claimed) begin(claimed)
    }
  }

  const begin = (transfer: VolumeTransfer) => {
    const stop = new AbortController()
    const done = work(transfer, stop)
      // nobody beats for it now, so that it is taken back
      .catch((error: unknown) =>
        log.error({ err: error, transfer: transfer.id }, 'how a backup ended was not written'),
      )
      .finally(() => running.delete(transfer.id))
    running.set(transfer.id, { stop, done })
  }

  const work = async (transfer: VolumeTransfer, stop: AbortController) => {
    let moved = 0
    let movedAt = clock.now().getTime()
    let pace: Pace = { begunAt: movedAt, at: movedAt, moved }
    const onProgress = (bytes: number) => {
      moved = bytes
      movedAt = clock.now().getTime()
    }
    const timer = setInterval(() => {
      const now = clock.now()
      const at = now.getTime()
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
      await endTransfer(deps, transfer, { kind: 'done', moved, outcome })
    } catch (thrown) {
      if (closed) return await tryLater(db, transfer, { notBefore: clock.now(), reason: null })
      log.warn({ err: thrown, transfer: transfer.id, kind: transfer.kind }, 'a backup was cut off')
      const next = afterFailure(toBerthError(thrown), transfer.attempts, clock.now())
      if (next.kind === 'again') await tryLater(db, transfer, next)
      else await endTransfer(deps, transfer, { kind: 'failed', moved, reason: next.reason })
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
