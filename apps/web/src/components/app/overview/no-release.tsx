'use client'

import type { AppDetailView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Ship } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LastBuild } from './last-build.tsx'
import { CommandGroup, PushCommands } from '../../git/push-commands.tsx'
import { useAppName } from '../use-app.ts'

/** An app that nothing was deployed to: the ways in which something is. */
export function NoRelease({ app }: { app: AppDetailView }) {
  const t = useTranslations('git')
  const { tenant } = useAppName()
  return (
    <EmptyState icon={Ship} title={t('noRelease')} className="grid-cols-1">
      <p className="max-w-md text-sm text-muted">{t('noReleaseHint')}</p>
      <LastBuild app={app.name} />
      <PushCommands tenant={tenant} app={app.name} branch={app.deployBranch} />
      <CommandGroup
        title={t('others')}
        commands={[
          `berth deploy ${app.name} --source . --wait`,
          `berth deploy ${app.name} --image hello:1 --port 8080 --wait`,
        ]}
      />
    </EmptyState>
  )
}
