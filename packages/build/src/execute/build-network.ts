import { newId } from '@berth/core'
import type { Attachment, Network } from '@berth/network'
import type { BuildSpec } from '@berth/protocol'

/** what a step's host name is */
export const HOSTNAME = 'build'

/** The place of one build in its project's network: all of its steps share it, because making one takes longer than most steps. */
export type BuildNetwork = {
  attachment(): Promise<Attachment>
  release(): Promise<void>
}

export function createBuildNetwork(
  network: Pick<Network, 'attach' | 'detach'>,
  { tenant, project }: Pick<BuildSpec, 'tenant' | 'project'>,
): BuildNetwork {
  const containerId = newId('container')
  let attached: Promise<Attachment> | undefined

  return {
    attachment() {
      const place = { tenantId: tenant.id, projectId: project.id, hostname: HOSTNAME, names: [] }
      attached ??= network.attach({ containerId, ...place, isBuild: true })
      return attached
    },
    async release() {
      if (attached) await network.detach(containerId)
    },
  }
}
