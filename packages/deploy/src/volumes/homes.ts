import type { DeployNote } from '@berth/protocol'
import type { NodeModel, ReleaseModel } from '../model.ts'

/** Which node has the files of a volume; null while none has. */
export type VolumeHome = { readonly id: string; readonly name: string; readonly nodeId: string | null }

/** The volume whose node an instance of this process has to run on, where there is one. */
export function homeOf(
  { volumes }: Pick<ReleaseModel, 'volumes'>,
  homes: readonly VolumeHome[],
  process: string,
): VolumeHome | undefined {
  const mounted = volumes.filter((mount) => mount.process === process)
  return homes.find(({ id, nodeId }) => nodeId !== null && mounted.some(({ volume }) => volume === id))
}

/** Why an instance cannot run: its files lie on a node that is away. */
export function homeAway(home: VolumeHome, nodes: readonly NodeModel[]): DeployNote {
  const node = nodes.find(({ id }) => id === home.nodeId)
  return { kind: 'volume-away', volume: home.name, node: node?.name ?? '?', state: node?.state ?? 'offline' }
}
