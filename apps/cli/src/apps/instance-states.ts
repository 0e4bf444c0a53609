import type { InstanceView } from '@berth/protocol'
import type { Session } from '../session/session.ts'

/** By id: what tells of use and processes alone does not know who is being left by its visitors. */
export async function instanceStates(
  session: Session,
  target: { readonly tenant: string; readonly app: string },
): Promise<ReadonlyMap<string, InstanceView['state']>> {
  const instances = await session.api.instances.list.query(target)
  return new Map(instances.map(({ id, state }) => [id, state]))
}
