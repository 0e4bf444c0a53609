'use client'

import type { BuildView } from '@berth/protocol'
import { useQuery } from '@tanstack/react-query'
import { usePolling } from '../../../live/live-context.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'

export function useNewestBuild(app: string): BuildView | undefined {
  const ask = { tenant: useTenant(), app, limit: 1 }
  const options = { refetchInterval: usePolling() }
  return useQuery(useTRPC().builds.list.queryOptions(ask, options)).data?.[0]
}
