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
  if (!may('app:deploy') || app.release === null) return null
  if (app.state === 'stopped') {
    return (
      <Button variant="primary" busy={start.isPending} onClick={() => start.mutate(name)}>
        <Play aria-hidden />
        {t('start')}
      </Button>
    )
  }
  return (
    <>
      <Button busy={restart.isPending} onClick={() => restart.mutate(name)}>
        <RotateCw aria-hidden />
        {t('restart')}
      </Button>
      <Button busy={stop.isPending} onClick={() => stop.mutate(name)}>
        <Square aria-hidden />
        {t('stop')}
      </Button>
    </>
  )
}
