import { BerthError, createSerial, type StartFault } from '@berth/core'
import type { ImageStore, LocalImage, Snapshot } from '@berth/image'
import type { Attachment, Network } from '@berth/network'
import type { Platform } from '@berth/oci'
import type { PullSum } from '@berth/protocol'
import type { ContainerRecord, IdPool, Runtime, VolumeMount } from '@berth/runtime'
import { argvOf, containerRequest, hostnameOf, namesOf } from './container-request.ts'
import type { ImageCollector } from './images/image-collector.ts'
import type { PullBoard } from './images/pull-board.ts'
import type { Memory } from './memory.ts'
import type { Control } from './node-options.ts'
import { onFullDisk } from './on-full-disk.ts'
import { mountNamed, mountsInOrder } from './volumes/mount-named.ts'
import type { VolumeFolders } from './volumes/volume-folders.ts'
import { prepareVolumes, settleVolumes } from './volumes.ts'

/** What the steps of one start hand on to each other. */
export type Draft = {
  image?: LocalImage
  snapshot?: Snapshot
  attachment?: Attachment
  volumes?: readonly VolumeMount[]
}

type PullWork = { readonly signal: AbortSignal; readonly onPull: (sum: PullSum) => void }

/** The steps that bring a container up, in the order in which each fills the draft for the next. */
export type Starter = {
  /** Resolves at once when the image is whole on this node. */
  pull(memory: Memory, draft: Draft, work: PullWork): Promise<void>
  snapshot(memory: Memory, draft: Draft): Promise<void>
  attach(memory: Memory, draft: Draft): Promise<void>
  volumes(memory: Memory, draft: Draft): Promise<void>
  start(memory: Memory, draft: Draft): Promise<ContainerRecord>
}

export function createStarter(options: {
  runtime: Runtime
  images: ImageStore
  network: Network
  ids: IdPool
  /** where named volumes lie; undefined: this node cannot hold any */
  volumes: VolumeFolders | undefined
  platform: Platform
  board: PullBoard
  collector: ImageCollector
  control: () => Control
  registrySocket: string | undefined
}): Starter {
  const { runtime, images, network, ids, platform, board, collector } = options
  const turns = createSerial()

  return {
    async pull({ spec }, draft, work) {
      const local = await images.get(spec.image.digest)
      draft.image = local ?? (await pullImage(spec.id, work))
    },
    async snapshot({ spec }, draft) {
      draft.snapshot = await onFullDisk(
        images.prepareSnapshot(spec.id, filled(draft.image), spec.limits.disk, spec.layerOf),
      )
    },
    async attach({ spec }, draft) {
      draft.attachment = await network.attach({
        containerId: spec.id,
        tenantId: spec.tenant.id,
        projectId: spec.project.id,
        hostname: hostnameOf(spec),
        names: namesOf(spec),
        egress: spec.egress,
        connections: spec.connections,
        bandwidth: spec.bandwidth,
      })
    },
    async volumes(_, draft) {
      draft.volumes = await onFullDisk(prepareVolumes(filled(draft.snapshot).volumes, filled(draft.image)))
    },
    async start(memory, draft) {
      const { spec } = memory
      if (!spec.idle && argvOf(spec, filled(draft.image)).length === 0) throw noCommand(spec.image.repository)
      if (!spec.volumes?.length) return startWith(memory, draft, filled(draft.volumes))
      // of several that share a new volume one fills it, and the others find it whole
      return turns.run(spec.app.id, async () => {
        const named = await onFullDisk(mountNamed(options.volumes, memory))
        return startWith(memory, draft, mountsInOrder(named, filled(draft.volumes)))
      })
    },
  }

  async function startWith(
    { spec }: Memory,
    draft: Draft,
    volumes: readonly VolumeMount[],
  ): Promise<ContainerRecord> {
    const record = await runtime.start(
      containerRequest({
        spec,
        image: filled(draft.image),
        snapshot: filled(draft.snapshot),
        attachment: filled(draft.attachment),
        volumes,
        ids: await ids.claim(spec.app.id), // one range per app: what its containers share is theirs
      }),
    )
    await settleVolumes(volumes)
    return record
  }

  async function pullImage(containerId: string, { signal, onPull }: PullWork): Promise<LocalImage> {
    const { url, repository, digest, token } = await options.control().call('registry.token', { containerId })
    const { registrySocket: socketPath } = options
    const source = { url, repository, token, ...(socketPath === undefined ? {} : { socketPath }) }
    const pull = () => board.pull({ source, digest, platform, signal }, onPull)
    return pull().catch(async (error: unknown) => {
      // what nobody uses may have taken the room
      const isFull = error instanceof BerthError && error.code === 'disk.full'
      if (isFull && (await collector.collect()) > 0) return pull()
      throw error
    })
  }
}

function noCommand(repository: string): BerthError {
  return new BerthError(
    'runtime.start_failed',
    `the image ${repository} names no command: deploy it with one`,
    { details: { fault: { kind: 'no-command', subject: repository } satisfies StartFault } },
  )
}

function filled<T>(value: T | undefined): T {
  if (value === undefined) throw new BerthError('internal.unexpected', 'a start skipped a step')
  return value
}
