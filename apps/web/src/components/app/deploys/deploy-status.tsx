'use client'

import type { DeployState } from '@berth/core/states.ts'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'

const TONES = {
  queued: 'none',
  running: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  superseded: 'off',
  canceled: 'off',
} as const satisfies Record<DeployState, Tone>

export function DeployStatus({ state }: { state: DeployState }) {
  const t = useTranslations('deployState')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}
