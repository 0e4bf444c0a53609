import type { LinuxConfig } from '@berth/oci'
import { MS } from './mount-options.ts'

/** Mounts of a container whose root receives what the host mounts receive it as well. */
export function inheritedPropagation(root: LinuxConfig['rootfsPropagation']): number {
  return root !== undefined && /slave|shared/.test(root) ? MS.slave : MS.private
}
