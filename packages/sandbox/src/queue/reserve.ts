import type { LabSpec } from '@berth/lab'

/** What a sandbox may take: cores that it has when others want them too, and bytes. */
export type Size = { readonly cpu: number; readonly memory: number; readonly disk: number }

export const NO_SIZE: Size = { cpu: 0, memory: 0, disk: 0 }

/** Most shells idle: of what a lab may use so much is kept free for it. The scheduler counts memory with the same. */
const KEPT = 1 / 8

/** By the limits of all its containers, and of the files that it keeps. */
export function sizeOf({ containers, home }: Pick<LabSpec, 'containers' | 'home'>): Size {
  const sum = (of: (limits: LabSpec['containers'][number]['limits']) => number) =>
    containers.reduce((all, { limits }) => all + of(limits), 0)
  return {
    cpu: sum(({ cpu }) => cpu),
    memory: sum(({ memory }) => memory),
    disk: sum(({ disk }) => disk) + (home?.bytes ?? 0),
  }
}

/** bytes that a node keeps free for one */
export function reserveOf(size: Size): Pick<Size, 'memory' | 'disk'> {
  return { memory: size.memory * KEPT, disk: size.disk * KEPT }
}

export function addSizes(a: Size, b: Size, times = 1): Size {
  return { cpu: a.cpu + b.cpu * times, memory: a.memory + b.memory * times, disk: a.disk + b.disk * times }
}

/** Fractions of a core are not exact in binary. */
const EPSILON = 1e-6

export function fits(size: Size, used: Size, most: Size): boolean {
  const sum = addSizes(used, size)
  return sum.cpu <= most.cpu + EPSILON && sum.memory <= most.memory && sum.disk <= most.disk
}
