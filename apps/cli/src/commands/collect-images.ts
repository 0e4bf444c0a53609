import { BerthError, formatBytes } from '@berth/core'
import type { CollectionRunView } from '@berth/protocol'
import { setTimeout as sleep } from 'node:timers/promises'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

type Options = SessionOptions & { readonly dryRun?: boolean; readonly compare?: boolean }

const LOOK_MS = 1_000
/** A run ends by itself within half of it. */
const PATIENCE_MS = 30 * 60_000

/** Runs the collection of images and waits for its end; for administrators. */
export async function collectImages(options: Options): Promise<void> {
  const session = await openSession(options)
  const ask = { dryRun: options.dryRun ?? false, reconcile: options.compare ?? false }
  const { id } = await session.api.storage.collect.mutate(ask)
  const run = await untilEnded(session, id)
  if (options.json) printJson(run)
  else printResult(describeRun(run))
  // what went is told above all the same
  if (run.error !== null) throw new BerthError('disk.failed', run.error)
}

async function untilEnded({ api }: Session, id: string): Promise<CollectionRunView> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    const run = await api.storage.run.query({ id })
    if (run.finishedAt !== null) return run
    await sleep(LOOK_MS)
  }
  say('it still runs: berth images collect says so until it has ended')
  throw new BerthError('protocol.timeout', `the collection ${id} has not ended within half an hour`)
}

function describeRun(run: CollectionRunView): string {
  const { manifests, blobs, bytes, laterBytes } = run
  const compared = run.reconcile ? [`storage compared: ${run.strays} strays, ${run.missing} missing`] : []
  return [
    `${run.dryRun ? 'would free' : 'freed'} ${formatBytes(bytes)}: ${manifests} manifests, ${blobs} contents`,
    ...(laterBytes > 0 ? [`${formatBytes(laterBytes)} more when their time is over`] : []),
    ...compared,
  ].join('\n')
}
