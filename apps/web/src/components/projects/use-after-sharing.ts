'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** What is done once a change of what a project shares was saved: it is said, and projects are read again. */
export function useAfterSharing(): () => Promise<void> {
  const t = useTranslations('projects')
  const trpc = useTRPC()
  const client = useQueryClient()
  return async () => {
    notify.success(t('saved'))
    await client.invalidateQueries({ queryKey: trpc.projects.pathKey() })
  }
}
