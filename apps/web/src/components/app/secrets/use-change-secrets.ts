'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'

/** Sets or removes secrets, then reads the list again. */
export function useChangeSecrets(onDone: () => void) {
  const t = useTranslations('secrets')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.secrets.change.mutationOptions({
      onSuccess: async ({ deploy }) => {
        notify.success(deploy ? t('applied', { release: deploy.release }) : t('kept'))
        await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() })
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
        onDone()
      },
    }),
  )
}
