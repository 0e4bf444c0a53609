/** Limits of one container. cpu in cores, memory and disk in bytes; swap is always 0. Limits always exist. */
export type Limits = {
  readonly cpu: number
  readonly memory: number
  readonly pids: number
  readonly disk: number
}

const MIB = 1024 * 1024
const GIB = 1024 * MIB

export const DEFAULT_LIMITS: Limits = { cpu: 0.5, memory: 512 * MIB, pids: 512, disk: 2 * GIB }
export const MIN_LIMITS: Limits = { cpu: 0.01, memory: 4 * MIB, pids: 1, disk: 1 * MIB }

/** What a tenant may use in all: the sum of the limits of its containers. */
export type Quota = {
  readonly cpu: number
  readonly memory: number
  readonly containers: number
  readonly pids: number
  readonly disk: number
}

const CONTAINERS = 20

export const DEFAULT_QUOTA: Quota = {
  cpu: 4,
  memory: 4 * GIB,
  containers: CONTAINERS,
  // so that none of the containers is refused for this alone
  pids: CONTAINERS * DEFAULT_LIMITS.pids,
  disk: 40 * GIB,
}
