import {
  OBSERVED_STATES,
  SANDBOX_STATES,
  SANDBOX_WISHES,
  type SandboxState,
  type SandboxWish,
} from '@berth/core'
import type { LabSpec } from '@berth/lab'
import { z } from 'zod'

const stateSchema = z.enum(SANDBOX_STATES)
const wishSchema = z.enum(SANDBOX_WISHES)
const observedSchema = z.enum(OBSERVED_STATES)
const releasesSchema = z.record(z.string(), z.object({ releaseId: z.string().optional() }))

/** Text columns as the domain knows them. */
export function stateOf({ state }: { readonly state: string }): SandboxState {
  return stateSchema.parse(state)
}

export function wishOf({ wanted }: { readonly wanted: string }): SandboxWish {
  return wishSchema.parse(wanted)
}

export function observedOf({ observed }: { readonly observed: string }) {
  return observedSchema.parse(observed)
}

/** A version is checked when it is written, and never changed. */
export function specOf({ spec }: { readonly spec: unknown }): LabSpec {
  return spec as LabSpec
}

/** container of the lab → its release; undefined: it is not what was written once */
export function releasesIn({
  containers,
}: {
  readonly containers: unknown
}): z.infer<typeof releasesSchema> | undefined {
  return releasesSchema.safeParse(containers).data
}

/** These hold memory of a node, and count for what a course or a tenant may have. */
export const ACTIVE_STATES: readonly SandboxState[] = ['starting', 'running', 'frozen']
