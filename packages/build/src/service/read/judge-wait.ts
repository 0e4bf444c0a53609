import type { BuildWait } from '@berth/protocol'

export type ActiveBuild = {
  readonly id: string
  /** null: it waits */
  readonly nodeId: string | null
  readonly createdAt: Date
  /** null: nobody wants it to end */
  readonly cancelReason: string | null
}

/** What a build waits for, of all that its tenant has under way; null when its turn has come. */
export function judgeWait(id: string, active: readonly ActiveBuild[]): BuildWait | null {
  const own = active.find((one) => one.id === id)
  if (!own || own.nodeId !== null) return null
  const given = active.filter((one) => one.nodeId !== null)
  const ahead = active.filter((one) => one.nodeId === null && one.createdAt < own.createdAt).length
  if (given.some((one) => one.cancelReason === null)) return { for: 'own', ahead }
  return { for: given.length > 0 ? 'ending' : 'node', ahead }
}
