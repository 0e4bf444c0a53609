'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** What one does with an app as a whole: a message for each, and the page asks again for what they change. */
export function useAppAction(action: 'stop' | 'start' | 'restart' | 'pause' | 'unpause' | 'sleep' | 'wake') {
  const t = useTranslations('app.done')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  return useMutation(
    trpc.apps[action].mutationOptions({
      onSuccess: async (app) => {
        notify.success(t(action, { app: app.name }))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
}
