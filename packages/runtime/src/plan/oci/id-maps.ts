import type { LinuxConfig } from '@berth/oci'
import { contradiction } from './refuse.ts'

type IdMapping = NonNullable<LinuxConfig['uidMappings']>[number]

export type IdMappings = { readonly uids: readonly IdMapping[]; readonly gids: readonly IdMapping[] }

/** The lines that /proc/<pid>/uid_map takes. */
export function formatIdMap(mappings: readonly IdMapping[]): string {
  return mappings.map(({ containerID, hostID, size }) => `${containerID} ${hostID} ${size}\n`).join('')
}

/** The id on the host; undefined when it is not mapped. */
export function hostId(mappings: readonly IdMapping[], id: number): number | undefined {
  const mapping = mappings.find(({ containerID, size }) => id >= containerID && id < containerID + size)
  return mapping && mapping.hostID + (id - mapping.containerID)
}

/**
 * The maps of the container's own user namespace; undefined when it shares the caller's, or joins one without saying
 * its maps. Errors: input.invalid for maps without a namespace, and for a new namespace without maps.
 */
export function containerIdMappings(linux: LinuxConfig): IdMappings | undefined {
  const user = linux.namespaces?.find(({ type }) => type === 'user')
  const uids = linux.uidMappings ?? []
  const gids = linux.gidMappings ?? []
  if (!user && uids.length + gids.length > 0)
    throw contradiction('linux.uidMappings', 'ids are mapped only with a user namespace in linux.namespaces')
  if (user && user.path === undefined && (uids.length === 0 || gids.length === 0))
    throw contradiction(
      'linux.namespaces',
      'a new user namespace needs linux.uidMappings and linux.gidMappings',
    )
  return uids.length > 0 && gids.length > 0 ? { uids, gids } : undefined
}
