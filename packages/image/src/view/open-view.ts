import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { BerthError } from '@berth/core'

/** Layers as one tree, as a container of them would see it. */
export type LayerView = {
  /** folder of the tree; links in it lead to wherever they say on this host, so none may be followed */
  readonly root: string
  close(): Promise<void>
}

/**
 * Mounts layers, lowest first, read-only where nobody else sees them, until it is closed or this process ends. `stage`
 * is an empty folder, which all views share. Error: internal.unexpected.
 */
export async function openView(options: {
  /** path of berth-init */
  readonly init: string
  readonly stage: string
  readonly layers: readonly string[]
}): Promise<LayerView> {
  const { init, stage, layers } = options
  await mkdir(stage, { recursive: true, mode: 0o700 })
  const child = spawn(init, ['view', stage, ...layers.toReversed()], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  })
  child.stdin.on('error', () => undefined) // it has ended: whoever waits for its end is told why
  const closed = once(child, 'close')
  const why = text(child.stderr)
  const isUp = await Promise.race([once(child.stdout, 'data').then(() => true), closed.then(() => false)])
  if (!isUp || child.pid === undefined) {
    throw new BerthError('internal.unexpected', `layers could not be mounted: ${(await why).trim()}`)
  }
  return {
    root: `/proc/${child.pid}/root${stage}/root`,
    async close() {
      child.stdin.end()
      await closed
    },
  }
}
