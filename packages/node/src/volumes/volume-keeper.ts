import { BerthError, createSerial, isId, toBerthError } from '@berth/core'
import type { FoundVolume as ToldVolume, FullLayer, RestingLayer, WantedVolume } from '@berth/protocol'
import type { NodeLog } from '../node-log.ts'
import type { Control } from '../node-options.ts'
import { planVolumes, type VolumeStep } from './plan-volumes.ts'
import type { ReceivingVolumes } from './receiving-volumes.ts'
import type { VolumeFolders } from './volume-folders.ts'

/** Brings the volumes of this node to what control wants of them, and tells it what is here. */
export type VolumeKeeper = {
  /** Resolves when nothing is left to do that can be done. One at a time; what comes meanwhile looks once more. */
  converge(control: Control): Promise<void>
}

type Layers = {
  /** those that have used most of their own disk */
  readonly full: readonly FullLayer[]
  readonly resting: readonly RestingLayer[]
}

/** A restore is told after it was done; more than that is the next look's. */
const MAX_PASSES = 4

const WHY_NONE = 'this node has no disk with limits'

export function createVolumeKeeper(options: {
  /** absent: this node cannot hold volumes */
  readonly folders: VolumeFolders | undefined
  readonly receiving: ReceivingVolumes
  /** what containers wrote beside their volumes; absent: this node does not know */
  readonly layers: () => Promise<Layers | undefined>
  readonly log: NodeLog
}): VolumeKeeper {
  const { folders, receiving, log } = options
  const serial = createSerial()
  /** by volume, the restore that was done last: a successor of this process does it again, from the same snapshot */
  const restored = new Map<string, string>()
  let problems: Record<string, string> = {}

  return { converge: (control) => serial.run('volumes', () => converge(control)) }

  async function converge(control: Control): Promise<void> {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const layers = await options.layers()
      const { volumes: wanted } = await control.call('volume.converge', {
        ...{ volumes: await told(), problems },
        ...(layers && { full: [...layers.full], resting: [...layers.resting] }),
      })
      if (!(await follow(wanted))) return
    }
  }

  /** False when there was nothing to do, or nothing that control has not heard of. */
  async function follow(wanted: readonly WantedVolume[]): Promise<boolean> {
    const own = wanted.filter(({ id }) => isId('volume', id))
    const found = folders ? await folders.list() : []
    const steps = planVolumes({ wanted: own, found, restored: new Set(restored.values()) })
    const before = problems
    problems = {}
    for (const step of steps) await attempt(step)
    return steps.some(({ id }) => problems[id] === undefined || problems[id] !== before[id])
  }

  async function attempt(step: VolumeStep): Promise<void> {
    if (problems[step.id] !== undefined) return // what failed before in this look is not built upon
    try {
      await perform(step)
    } catch (thrown) {
      const error = toBerthError(thrown)
      log.warn(
        { err: thrown, volume: step.id, step: step.kind },
        'a volume could not be brought to what is wanted',
      )
      // what the host's programs said names its paths, which are no tenant's business
      problems[step.id] = error.kind === 'internal' ? 'its node could not do it' : error.message
    }
  }

  async function perform(step: VolumeStep): Promise<void> {
    if (!folders) throw new BerthError('volume.unsupported', WHY_NONE)
    const { id } = step
    switch (step.kind) {
      case 'make':
        return folders.make(id, step.bytes, step.from)
      case 'limit':
        return folders.limit(id, step.bytes)
      case 'snapshot':
        return folders.snapshot(id, step.snapshot)
      case 'remove-snapshot':
        return folders.removeSnapshot(id, step.snapshot)
      case 'restore':
        await folders.restore(id, step)
        restored.set(id, step.task)
        return
      case 'remove':
        restored.delete(id)
        return folders.remove(id)
      case 'lost':
        throw new BerthError('volume.lost', 'its files are not on the disk of its node')
    }
  }

  async function told(): Promise<ToldVolume[]> {
    // before the list: what has ended by then is in it
    const coming = receiving.all()
    const found = folders ? await folders.list() : []
    return found.map(({ id, live, snapshots }) => ({
      id,
      ...(coming.has(id) && { receiving: coming.get(id) }),
      usedBytes: live?.usedBytes ?? 0,
      snapshots: snapshots.map((snapshot) => ({ ...snapshot })),
      restored: restored.get(id) ?? null,
    }))
  }
}
