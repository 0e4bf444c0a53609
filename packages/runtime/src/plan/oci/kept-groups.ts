import type { ProcessConfig } from '@berth/oci'
import { unsupported } from './refuse.ts'

const ANNOTATION = 'run.oci.keep_original_groups'

/**
 * The caller's groups take the place of the configured ones: crun's annotation, by which podman's
 * `--group-add keep-groups` asks for it. Error: runtime.unsupported.
 */
export function withKeptGroups(
  process: ProcessConfig,
  annotations: Readonly<Record<string, string>>,
  { ownUsers, groups }: { readonly ownUsers: boolean; readonly groups: readonly number[] },
): ProcessConfig {
  if (annotations[ANNOTATION] === undefined) return process
  if (ownUsers)
    throw unsupported(`annotations["${ANNOTATION}"]`, 'groups of the host are none of a user namespace')
  return { ...process, user: { ...process.user, additionalGids: [...groups] } }
}
