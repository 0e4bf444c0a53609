'use client'

import { newDomains, sameImage } from '@berth/manifest'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC, useTRPCClient } from '../../../trpc/provider.tsx'
import type { Draft } from './read-draft.ts'
import type { ManifestFacts } from './use-manifest-facts.ts'

/** Carries out a draft as `berth apply` does: what holds at once, then a release of the same image. */
export function useApplyManifest(
  name: { readonly tenant: string; readonly app: string },
  { release, beside: live }: ManifestFacts,
) {
  const t = useTranslations('manifest')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ wish, beside, changes, shared }: Extract<Draft, { kind: 'plan' }>) => {
      for (const host of newDomains(beside.domains ?? [], live))
        await client.domains.add.mutate({ ...name, host })
      const { sleepAfter } = beside
      if (sleepAfter !== undefined && sleepAfter !== live.sleepAfter)
        await client.apps.setSleep.mutate({ ...name, after: sleepAfter })
      if (changes.length + shared.length === 0) return null
      return client.apps.deploy.mutate({ ...name, ...wish, image: sameImage(release) })
    },
    onSuccess: (deploy) =>
      notify.success(deploy === null ? t('applied') : t('deploying', { release: deploy.release })),
    onSettled: async () => {
      const keys = [trpc.apps, trpc.releases, trpc.deploys, trpc.domains, trpc.projects].map((part) =>
        part.pathKey(),
      )
      await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
