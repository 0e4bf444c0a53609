'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../../notify.ts'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { useRefreshJobs } from '../use-refresh-jobs.ts'

/** Entries that come, change or go, as a new release. */
export function useSetCron(onDone: () => void) {
  const t = useTranslations('jobs')
  const refresh = useRefreshJobs()
  return useMutation(
    useTRPC().jobs.setCron.mutationOptions({
      onSuccess: async ({ release }) => {
        notify.success(t('deployed', { number: release }))
        await refresh()
        onDone()
      },
    }),
  )
}
