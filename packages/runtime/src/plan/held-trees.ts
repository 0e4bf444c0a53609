import { dirname } from 'node:path'
import { BerthError } from '@berth/core'
import type { RuntimeSpec } from '@berth/oci'
import type { RootFs } from '../runtime.ts'
import { splitMountOptions } from './mount-option.ts'
import { BIND, HOLD, type Operation, type Plan } from './operation.ts'

/** What a container shows of the host: how it is held while the host is in reach, and where it goes then. */
export type HeldTrees = { readonly hold: Plan; readonly stage: Plan; readonly bind: Plan }

/** Layers first; trees are numbered in the order in which they are held. */
export function heldTrees(spec: RuntimeSpec, rootfs: RootFs): HeldTrees {
  const layers = layerTrees(rootfs)
  const binds = spec.mounts.filter(({ type }) => type === 'bind')
  return {
    hold: [...layers.map(({ hold }) => hold), ...binds.map(holdBind)],
    stage: layers.map(({ name }, tree): Operation => ({ op: 'stageTree', tree, name })),
    bind: binds.map(
      ({ destination, options = [] }, i): Operation => ({
        op: 'bindTree',
        tree: layers.length + i,
        destination,
        flags: (options.includes('file') ? BIND.file : 0) | (options.includes('copyup') ? BIND.copyUp : 0),
      }),
    ),
  }
}

/** `0` and so on, uppermost first, and `up` for what is written. */
function layerTrees({ lower, upper, work }: RootFs): readonly { name: string; hold: Operation }[] {
  if (dirname(upper) !== dirname(work)) {
    throw new BerthError('runtime.unsupported', 'upper and work must lie in one folder', {
      details: { upper, work },
    })
  }
  const { attributes } = splitMountOptions(['ro', 'nodev', 'nosuid'])
  const held = (source: string, mask: bigint): Operation => ({
    ...{ op: 'holdTree', source, attributes: mask, flags: HOLD.idmapped },
  })
  return [
    ...lower.map((source, i) => ({ name: String(i), hold: held(source, attributes) })),
    { name: 'up', hold: held(dirname(upper), 0n) },
  ]
}

function holdBind({ source = '', options = [] }: RuntimeSpec['mounts'][number]): Operation {
  const { attributes } = splitMountOptions(options)
  const flags = options.includes('idmap') ? HOLD.idmapped : 0
  return { op: 'holdTree', source, attributes, flags }
}
