'use client'

import type { AppDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Play, RotateCw, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { useAppName } from './use-app.ts'
import { useAppAction } from './use-app-action.ts'

export function AppActions({ app }: { app: AppDetailView }) {
  const t = useTranslations('app')
  const may = useMay()
  const name = useAppName()
  const stop = useAppAction('stop')
  const start = useAppAction('start')
  const restart = useAppAction('restart')
  // where no release ever worked there is nothing to start again, and nothing to stop but a deploy
  const isLive = app.deployedAt !== null
  if (!may('app:deploy') || !(isLive || app.state === 'deploying')) return null
  if (isLive && app.state === 'stopped') {
    return (
      <Button variant="primary" busy={start.isPending} onClick={() => start.mutate(name)}>
        <Play aria-hidden />
        {t('start')}
      </Button>
    )
  }
  return (
    <>
      {isLive ? (
        <Button busy={restart.isPending} onClick={() => restart.mutate(name)}>
          <RotateCw aria-hidden />
          {t('restart')}
        </Button>
      ) : null}
      <Button busy={stop.isPending} onClick={() => stop.mutate(name)}>
        <Square aria-hidden />
        {t('stop')}
      </Button>
    </>
  )
}
