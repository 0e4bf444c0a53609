'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'
import { useAppName } from './use-app.ts'

/** An app that is scaled to zero serves again with one instance. */
export function ScaleUp() {
  const t = useTranslations('app')
  const name = useAppName()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const scale = useMutation(
    trpc.apps.scale.mutationOptions({
      onSuccess: async () => {
        notify.success(t('done.start', { app: name.app }))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  return (
    <Button
      variant="primary"
      busy={scale.isPending}
      onClick={() => scale.mutate({ ...name, processes: { web: 1 } })}
    >
      <Play aria-hidden />
      {t('scaleToOne')}
    </Button>
  )
}
