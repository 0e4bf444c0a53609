'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** Writes description or README, and says that it did. */
export function useDescribe(onDone?: () => void) {
  const t = useTranslations('images')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.images.describe.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.images.pathKey() })
        notify.success(t('saved'))
        onDone?.()
      },
    }),
  )
}
