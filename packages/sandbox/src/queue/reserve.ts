import type { LabSpec } from '@berth/lab'

/** Most shells idle: of what a lab may use so much is kept free for it. The scheduler counts with the same. */
const KEPT_OF_MEMORY = 1 / 8

/** bytes */
export function reserveOf({ containers }: Pick<LabSpec, 'containers'>): number {
  return containers.reduce((sum, { limits }) => sum + limits.memory * KEPT_OF_MEMORY, 0)
}
