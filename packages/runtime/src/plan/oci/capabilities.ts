import { CAPABILITY_NAMES, type ProcessConfig } from '@berth/oci'
import { capabilityMask } from '../capability.ts'
import { contradiction } from './refuse.ts'

export type CapabilitySets = {
  readonly bounding: bigint
  readonly effective: bigint
  readonly permitted: bigint
  readonly inheritable: bigint
  readonly ambient: bigint
}

/**
 * The five sets as masks. What we have not got ourselves cannot be given, and what cannot be ambient is not: both are
 * warnings (runtime-spec 1.1). Error: input.invalid for effective ones that are not permitted.
 */
export function readCapabilities(
  capabilities: ProcessConfig['capabilities'] = {},
  available: bigint,
): { readonly sets: CapabilitySets; readonly warnings: readonly string[] } {
  const warnings: string[] = []
  const take = (set: keyof CapabilitySets, allowed: bigint, why: string): bigint => {
    const asked = capabilityMask(capabilities[set] ?? [])
    const missing = namesOf(asked & ~allowed)
    if (missing !== '') warnings.push(`process.capabilities.${set}: ${missing} ${why}`)
    return asked & allowed
  }
  const ours = 'cannot be given: not in the bounding set of this process'
  const bounding = take('bounding', available, ours)
  const permitted = take('permitted', available, ours)
  const inheritable = take('inheritable', available, ours)
  const effective = take('effective', available, ours)
  if ((effective & ~permitted) !== 0n)
    throw contradiction(
      'process.capabilities.effective',
      `${namesOf(effective & ~permitted)} is not permitted`,
    )
  const ambient = take('ambient', permitted & inheritable, 'cannot be ambient: not permitted and inheritable')
  return { sets: { bounding, effective, permitted, inheritable, ambient }, warnings }
}

function namesOf(mask: bigint): string {
  return CAPABILITY_NAMES.filter((_, i) => (mask & (1n << BigInt(i))) !== 0n).join(', ')
}
