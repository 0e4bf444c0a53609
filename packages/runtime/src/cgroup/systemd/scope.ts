import { basename, dirname } from 'node:path'
import { BerthError } from '@berth/core'
import { groupPath } from '../group-path.ts'

/** A transient unit of systemd that holds one container's processes, and where its group is. */
export type Scope = { readonly name: string; readonly slice: string; readonly group: string }

/** characters that stand for themselves in the name of a unit, and not first for an option (systemd.unit(5)) */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9:_.@\\-]*\.scope$/

/**
 * From `linux.cgroupsPath`, which is `slice:prefix:name` then; without one, it lies in the system's slice, as with runc.
 * Error: input.invalid.
 */
export function scopeOf(cgroupsPath: string | undefined, id: string): Scope {
  const asked = cgroupsPath || `:berth-runtime:${id}`
  if (asked.split(':').length !== 3) throw refuse(asked, 'is not slice:prefix:name, as systemd wants it')
  const group = groupPath(asked, id)
  const name = basename(group)
  if (!NAME.test(name)) throw refuse(asked, 'names no scope that systemd knows')
  return { name, slice: basename(dirname(group)) || '-.slice', group }
}

function refuse(asked: string, why: string): BerthError {
  return new BerthError('input.invalid', `linux.cgroupsPath: "${asked}" ${why}`, {
    details: { cgroupsPath: asked },
  })
}
