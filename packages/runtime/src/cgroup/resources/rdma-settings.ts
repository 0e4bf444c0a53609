import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled } from './setting.ts'

/** By device; what is not named has no limit. */
export function rdmaSettings(rdma: NonNullable<LinuxResources['rdma']>): Compiled {
  return compiled(
    Object.entries(rdma).map(([device, { hcaHandles = 'max', hcaObjects = 'max' }]) => ({
      controller: 'rdma',
      name: 'rdma.max',
      value: `${device} hca_handle=${hcaHandles} hca_object=${hcaObjects}`,
    })),
  )
}
