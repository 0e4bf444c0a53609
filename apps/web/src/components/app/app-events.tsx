'use client'

import { EventHistory } from '../activity/event-history.tsx'
import { CliHint } from '../cli-hint.tsx'
import { useAppName } from './use-app.ts'

export function AppEvents() {
  const name = useAppName()
  return (
    <>
      <EventHistory {...name} />
      <CliHint command={`berth info ${name.app}`} />
    </>
  )
}
