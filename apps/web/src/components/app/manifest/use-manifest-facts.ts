'use client'

import type { ReleaseView } from '@berth/protocol'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useApp } from '../use-app.ts'

/** All that a berth.yml says something of, as it is now. */
export type ManifestFacts = {
  readonly kind: 'live'
  readonly release: ReleaseView
  /** null: the values may not be read */
  readonly env: Readonly<Record<string, string>> | null
  readonly beside: { readonly domains: readonly string[]; readonly sleepAfter: number | null }
}

type Found =
  | ManifestFacts
  | { readonly kind: 'waiting' | 'none' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void }

export function useManifestFacts(name: { readonly tenant: string; readonly app: string }): Found {
  const trpc = useTRPC()
  const mayRead = useMay()('secret:read')
  const app = useApp()
  const releases = useQuery(trpc.releases.list.queryOptions(name))
  const env = useQuery(trpc.apps.env.queryOptions(name, { enabled: mayRead }))
  const domains = useQuery(trpc.domains.list.queryOptions(name))
  const sleepAfter = app.data?.sleepAfter ?? null
  const beside = useMemo(
    () => ({ domains: domains.data?.domains.map(({ host }) => host) ?? [], sleepAfter }),
    [domains.data, sleepAfter],
  )
  const failed = [app, releases, env, domains].find(({ isError, data }) => isError && !data)
  if (failed) return { kind: 'failed', error: failed.error, retry: () => void failed.refetch() }
  if (!app.data || !releases.data || !domains.data || (mayRead && !env.data)) return { kind: 'waiting' }
  const release = releases.data.find(({ current }) => current) ?? releases.data[0]
  if (!release) return { kind: 'none' }
  return { kind: 'live', release, env: env.data?.env ?? null, beside }
}
