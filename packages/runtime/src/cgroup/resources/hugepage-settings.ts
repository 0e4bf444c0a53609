import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled } from './setting.ts'

/** Pages that are reserved count as well, where the kernel can tell (5.7). */
export function hugepageSettings(
  limits: NonNullable<LinuxResources['hugepageLimits']>,
  version: 1 | 2,
): Compiled {
  const end = version === 1 ? 'limit_in_bytes' : 'max'
  return compiled(
    limits.flatMap(({ pageSize, limit }) => [
      { controller: 'hugetlb', name: `hugetlb.${pageSize}.${end}`, value: String(limit) },
      {
        controller: 'hugetlb',
        name: `hugetlb.${pageSize}.rsvd.${end}`,
        value: String(limit),
        optional: true,
      },
    ]),
  )
}
