'use client'

import type { AppDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Pause, Play, RotateCw, Square, Sunrise } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { useAppName } from './use-app.ts'
import { ScaleUp } from './scale-up.tsx'
import { useAppAction } from './use-app-action.ts'

export function AppActions({ app }: { app: AppDetailView }) {
  const t = useTranslations('app')
  const may = useMay()
  const name = useAppName()
  const stop = useAppAction('stop')
  const start = useAppAction('start')
  const restart = useAppAction('restart')
  const pause = useAppAction('pause')
  const unpause = useAppAction('unpause')
  const wake = useAppAction('wake')
  // where no release ever worked there is nothing to start again, and nothing to stop but a deploy
  const isLive = app.deployedAt !== null
  if (!may('app:deploy') || !(isLive || app.state === 'deploying')) return null
  if (app.state === 'scaled-to-zero') return <ScaleUp />
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
      {app.state === 'paused' ? (
        <Button variant="primary" busy={unpause.isPending} onClick={() => unpause.mutate(name)}>
          <Play aria-hidden />
          {t('unpause')}
        </Button>
      ) : null}
      {app.state === 'asleep' ? (
        <Button variant="primary" busy={wake.isPending} onClick={() => wake.mutate(name)}>
          <Sunrise aria-hidden />
          {t('wake')}
        </Button>
      ) : null}
      {isLive && app.state === 'running' ? (
        <Button busy={pause.isPending} onClick={() => pause.mutate(name)}>
          <Pause aria-hidden />
          {t('pause')}
        </Button>
      ) : null}
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
