'use client'

import { useTranslations } from 'next-intl'
import { Command } from '../../copy-text.tsx'
import { useAppName } from '../use-app.ts'

/** Both ways to have a first run, to be copied. */
export function NoJobs() {
  const t = useTranslations('jobs')
  const { app } = useAppName()
  return (
    <div className="grid gap-3 px-4 py-6">
      <p className="text-sm text-muted">{t('empty')}</p>
      <Command command={`berth run ${app} -- ls -l`} />
      <Command command={`berth cron ${app} add nightly --schedule '0 3 * * *' -- ./clean`} />
    </div>
  )
}
