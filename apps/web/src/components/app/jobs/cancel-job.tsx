'use client'

import type { JobView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'
import { useAppName } from '../use-app.ts'
import { useRefreshJobs } from './use-refresh-jobs.ts'

/** Ends a job that has not ended; nothing beside one that has. */
export function CancelJob({ job: { id, state } }: { job: JobView }) {
  const t = useTranslations('jobs')
  const name = useAppName()
  const may = useMay()
  const onSuccess = useRefreshJobs()
  const errorText = useErrorText()
  const onError = (error: unknown) => notify.error(errorText(error).title)
  const cancel = useMutation(useTRPC().jobs.cancel.mutationOptions({ onSuccess, onError }))
  if ((state !== 'queued' && state !== 'running') || !may('app:exec')) return null
  return (
    <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate({ ...name, id })}>
      <Square aria-hidden />
      {t('cancel')}
    </Button>
  )
}
