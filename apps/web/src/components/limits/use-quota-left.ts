'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { Limits } from '@berth/core/limits.ts'
import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'

/** What the tenant has left, in words, for the hints under limits. */
export function useQuotaLeft(tenant: string): Partial<Record<keyof Limits, string>> {
  const format = useFormatter()
  const quota = useQuery(useTRPC().tenants.quota.queryOptions({ tenant }))
  if (!quota.data) return {}
  const { left } = quota.data
  return {
    cpu: format.number(left.cpu, { maximumFractionDigits: 2 }),
    memory: formatBytes(left.memory),
    pids: format.number(left.pids),
    disk: formatBytes(left.disk),
  }
}
