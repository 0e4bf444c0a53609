'use client'

import type { DeployView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'
import { useAppName } from '../use-app.ts'

/** Ends a deploy that is not live yet; nothing where there is no such deploy. */
export function CancelDeploy({ deploy }: { deploy: DeployView }) {
  const t = useTranslations('deploys')
  const name = useAppName()
  const trpc = useTRPC()
  const may = useMay()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const cancel = useMutation(
    trpc.deploys.cancel.mutationOptions({
      onSuccess: async () => {
        notify.success(t('canceled', { number: deploy.release }))
        await queryClient.invalidateQueries({ queryKey: trpc.deploys.pathKey() })
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  const isOnItsWay = deploy.state === 'queued' || deploy.state === 'running'
  if (!isOnItsWay || !may('app:deploy')) return null
  return (
    <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate({ ...name, id: deploy.id })}>
      <Square aria-hidden />
      {t('cancel')}
    </Button>
  )
}
