import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '@berth/core'
import { packLayer, pushOnBase, readWrittenTree, resolveImage } from '@berth/image'
import type { controlToAgent, RequestOf } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { Platform } from '@berth/oci'
import type { HostWork } from '../files/host-sessions.ts'
import type { Slots } from '../slots.ts'
import { commitConfig } from './commit-config.ts'

/** between attempts at a registry that does not answer */
const DELAYS = [500, 2000]

export type CommitRequest = RequestOf<typeof controlToAgent, 'image.commit'>

/**
 * Makes an image of a container: what it wrote becomes a layer on top of its image, while it stands still, and both
 * are pushed. Its output is one line, the digest. What it packs lies in a folder of its own, which goes with it.
 */
export function commitContainer(
  options: {
    /** folders are made in it; what a killed agent left there is its to remove */
    readonly dir: string
    readonly init: string
    readonly platform: Platform
    readonly registrySocket?: string
    readonly clock?: Clock
    readonly runtime: Pick<Runtime, 'layer'>
    /** Packing costs the node, not the container: so many commits at once, whoever asks. */
    readonly slots: Slots
    /** Runs it while the container stands still. */
    readonly hold: <T>(containerId: string, job: () => Promise<T>) => Promise<T>
  },
  { containerId, pause, change, base, target }: CommitRequest,
): HostWork {
  const { init, platform, registrySocket: socketPath, clock = systemClock, runtime, slots, hold } = options
  const way = socketPath === undefined ? {} : { socketPath }

  return (output, signal) => slots.run(() => commit(output, signal))

  async function commit(...[output, signal]: Parameters<HostWork>): Promise<number> {
    signal.throwIfAborted()
    const dir = await mkdtemp(join(options.dir, 'commit-'))
    try {
      const { upper } = await runtime.layer(containerId)
      const source = { url: target.url, repository: base.repository, token: base.token, ...way }
      const image = await resolveImage({ source, digest: base.digest, platform, signal, delays: DELAYS })
      const layer = await (pause ? hold(containerId, () => pack(upper)) : pack(upper))
      signal.throwIfAborted()
      const { url, repository, tag, token } = target
      const digest = await pushOnBase({
        dir,
        layer,
        config: commitConfig(image.config, { diffId: layer.diffId, at: clock.now(), change }),
        base: { repository: base.repository, layers: image.layers.map(({ descriptor }) => descriptor) },
        target: { url, repository, tag, auth: { kind: 'bearer', token }, ...way },
      })
      await output.data(Buffer.from(`${digest}\n`))
      return 0
    } finally {
      await rm(dir, { recursive: true, force: true })
    }

    async function pack(upper: string) {
      const { archive, done } = await readWrittenTree({ init, job: 'layer', upper, signal })
      const layer = await packLayer(dir, archive)
      for (const note of await done) output.note(note)
      return layer
    }
  }
}
