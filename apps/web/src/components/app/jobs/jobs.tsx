'use client'

import { useAppName } from '../use-app.ts'
import { CliHint } from '../../cli-hint.tsx'
import { CronPanel } from './cron/cron-panel.tsx'
import { HistoryPanel } from './history-panel.tsx'

/** What runs once: by the clock, or because somebody asked. */
export function Jobs() {
  const { app } = useAppName()
  return (
    <>
      <CronPanel />
      <HistoryPanel />
      <CliHint command={[`berth run ${app} -- ls -l`, `berth cron ${app}`, `berth jobs ${app}`]} />
    </>
  )
}
