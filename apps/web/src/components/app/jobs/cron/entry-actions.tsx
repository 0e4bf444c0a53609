'use client'

import type { CronView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Pencil, Play, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { notify } from '../../../../notify.ts'
import { useMay } from '../../../../session/use-may.ts'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { useErrorText } from '../../../../trpc/use-error-text.ts'
import { useAppName } from '../../use-app.ts'
import { useRefreshJobs } from '../use-refresh-jobs.ts'

/** Run it now, hold it or let it go on, change it, remove it. */
export function EntryActions({
  entry,
  onAct,
}: {
  entry: CronView
  onAct: (act: 'change' | 'remove') => void
}) {
  const t = useTranslations('jobs')
  const trpc = useTRPC()
  const router = useRouter()
  const may = useMay()
  const refresh = useRefreshJobs()
  const errorText = useErrorText()
  const of = useAppName()
  const { name } = entry
  const isPaused = entry.pausedBy !== null
  const onError = (error: unknown) => notify.error(errorText(error).title)
  const pause = useMutation(trpc.jobs.pauseCron.mutationOptions({ onSuccess: refresh, onError }))
  const run = useMutation(
    trpc.jobs.runCron.mutationOptions({
      onSuccess: async ({ id }) => {
        await refresh()
        router.push(`/t/${of.tenant}/apps/${of.app}/jobs/${id}`)
      },
      onError,
    }),
  )
  const mayChange = may('app:deploy')
  return (
    <span className="flex flex-wrap items-center gap-1">
      <Button
        size="sm"
        disabled={!may('app:exec')}
        busy={run.isPending}
        aria-label={t('runEntry', { name })}
        onClick={() => run.mutate({ ...of, name })}
      >
        <Play aria-hidden />
        {t('runNow')}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        disabled={!mayChange}
        busy={pause.isPending}
        aria-label={t(isPaused ? 'resumeEntry' : 'pauseEntry', { name })}
        onClick={() => pause.mutate({ ...of, name, paused: !isPaused })}
      >
        {t(isPaused ? 'resume' : 'pause')}
      </Button>
      <IconButton
        size="icon-sm"
        label={t('changeEntry', { name })}
        disabled={!mayChange}
        onClick={() => onAct('change')}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton
        size="icon-sm"
        label={t('removeEntry', { name })}
        disabled={!mayChange}
        onClick={() => onAct('remove')}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </span>
  )
}
