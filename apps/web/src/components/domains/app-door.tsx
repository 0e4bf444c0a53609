'use client'

import { useAppName } from '../app/use-app.ts'
import { CliHint } from '../cli-hint.tsx'
import { DomainsPanel } from './domains-panel.tsx'
import { MaintenancePanel } from './maintenance-panel.tsx'
import { RedirectsPanel } from './redirects-panel.tsx'
import { VisitorsPanel } from './visitors-panel.tsx'

/** What visitors meet before the app: its domains, and what the door does for it. */
export function AppDoor() {
  const { app } = useAppName()
  return (
    <>
      <DomainsPanel />
      <RedirectsPanel />
      <VisitorsPanel />
      <MaintenancePanel />
      <CliHint command={[`berth domains ${app} add www.example.org`, `berth maintenance ${app} on`]} />
    </>
  )
}
