'use client'

import { type Change, liveRelease, liveShared, planShared } from '@berth/manifest'
import type { ReleaseView } from '@berth/protocol'
import { skipToken, useQuery } from '@tanstack/react-query'
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
  readonly project: string
  /** what the next release brings of its project, whatever the file says */
  readonly shared: readonly Change[]
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
  const shared = useShared(name, app.data?.project)
  const domains = useQuery(trpc.domains.list.queryOptions(name))
  const sleepAfter = app.data?.sleepAfter ?? null
  const beside = useMemo(
    () => ({ domains: domains.data?.domains.map(({ host }) => host) ?? [], sleepAfter }),
    [domains.data, sleepAfter],
  )
  const failed = [app, releases, env, domains, ...shared.queries].find(
    ({ isError, data }) => isError && !data,
  )
  if (failed) return { kind: 'failed', error: failed.error, retry: () => void failed.refetch() }
  if (!app.data || !releases.data || !domains.data) return { kind: 'waiting' }
  if (mayRead && !(env.data && shared.views.env && shared.views.secrets)) return { kind: 'waiting' }
  const release = liveRelease(releases.data)
  if (!release) return { kind: 'none' }
  return {
    kind: 'live',
    ...{ release, env: env.data?.env ?? null, beside, project: app.data.project },
    shared: planShared(liveShared(name.app, release, shared.views)),
  }
}

/** What the project of an app shares, for who may read its values. */
function useShared({ tenant }: { readonly tenant: string }, project: string | undefined) {
  const { projects } = useTRPC()
  const ask = project !== undefined && { tenant, project }
  const enabled = useMay()('secret:read')
  const env = useQuery(projects.env.queryOptions(ask || skipToken, { enabled }))
  const secrets = useQuery(projects.secrets.queryOptions(ask || skipToken, { enabled }))
  return { queries: [env, secrets], views: { env: env.data ?? null, secrets: secrets.data ?? null } }
}
