'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'

/** Applies a change as a new release, then reads the values again. */
export function useApplyEnv() {
  const t = useTranslations('env')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.apps.setEnv.mutationOptions({
      onSuccess: async (deploy) => {
        notify.success(t('applied', { release: deploy.release }))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
    }),
  )
}
