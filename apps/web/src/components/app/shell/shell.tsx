'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { SquareTerminal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CliHint } from '../../cli-hint.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { ShellBox } from './shell-box.tsx'

/** A shell in one instance; another instance, or a new shell, starts a new box. */
export function Shell() {
  const t = useTranslations('shell')
  const name = useAppName()
  const app = useApp()
  const [containerId, setContainerId] = useState('')
  const [attempt, setAttempt] = useState(0)
  const running = (app.data?.instances ?? []).filter((one) => one.state === 'running')
  if (app.data && running.length === 0) {
    return (
      <EmptyState icon={SquareTerminal} title={t('noneTitle')}>
        <p className="text-sm text-muted">{t('noneHint')}</p>
      </EmptyState>
    )
  }
  return (
    <>
      <ShellBox
        key={`${containerId} ${attempt}`}
        instances={running}
        containerId={containerId}
        onContainer={setContainerId}
        onNew={() => setAttempt((was) => was + 1)}
      />
      <CliHint command={`berth exec ${name.app} -it -- sh`} />
    </>
  )
}
