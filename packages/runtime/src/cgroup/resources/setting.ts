import { BerthError } from '@berth/core'
import type { Controller } from '../layout.ts'

/** One value for one of a controller's files. */
export type ResourceSetting = {
  readonly controller: Controller
  readonly name: string
  readonly value: string
  /** kernels without the feature do not have the file, and then nothing is lost */
  readonly optional?: true
  /** what is written instead when the file is not there, as with another I/O scheduler */
  readonly otherwise?: { readonly name: string; readonly value: string }
}

/** What the group has before it is changed, as far as the order or the sense of writes depends on it. */
export type Present = {
  /** v1, bytes of memory and swap together */
  readonly memsw: bigint
  /** bytes */
  readonly memoryUsed: bigint
  /** v2, the first word of cpu.max */
  readonly quota: string
}

/** A group that was just made: no limits. */
export const FRESH: Present = { memsw: 2n ** 63n, memoryUsed: 0n, quota: 'max' }

/** What one part of the resources comes to. */
export type Compiled = {
  readonly settings: readonly ResourceSetting[]
  /** one line each: what the specification lets go on without effect */
  readonly warnings: readonly string[]
}

export function compiled(
  settings: readonly (ResourceSetting | false)[],
  warnings: readonly string[] = [],
): Compiled {
  return { settings: settings.filter((setting) => setting !== false), warnings }
}

/** What is demanded and cannot be had is an error, never ignored. */
export function refused(what: string, why: string): BerthError {
  return new BerthError('runtime.unsupported', `linux.resources.${what}: ${why}`, { details: { path: what } })
}

export function maxOr(value: number | bigint): string {
  return value < 0 ? 'max' : String(value)
}
