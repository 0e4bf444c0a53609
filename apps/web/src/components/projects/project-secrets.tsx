'use client'

import { useQuery } from '@tanstack/react-query'
import { usePolling } from '../../live/live-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { SecretsPanel } from '../secrets/secrets-panel.tsx'
import { useShareSecrets } from './use-share-secrets.ts'

/** What all apps of a project are given and nobody reads back. */
export function ProjectSecrets({ project }: { project: string }) {
  const ask = { tenant: useTenant(), project }
  const options = { refetchInterval: usePolling() }
  const secrets = useQuery(useTRPC().projects.secrets.queryOptions(ask, options))
  return <SecretsPanel owner="project" secrets={secrets} changes={useShareSecrets(ask)} />
}
