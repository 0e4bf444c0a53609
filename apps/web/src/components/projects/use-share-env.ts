'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import type { EnvChange } from '../app/env/env-draft.ts'

/** Saves what a project shares: no app is deployed by it. */
export function useShareEnv(target: { readonly tenant: string; readonly project: string }) {
  const t = useTranslations('projects')
  const trpc = useTRPC()
  const client = useQueryClient()
  const save = useMutation(
    trpc.projects.setEnv.mutationOptions({
      onSuccess: async () => {
        notify.success(t('saved'))
        await client.invalidateQueries({ queryKey: trpc.projects.pathKey() })
      },
    }),
  )
  return {
    ...save,
    mutate: ({ set, unset }: EnvChange) => save.mutate({ ...target, set: { ...set }, unset: [...unset] }),
  }
}
