'use client'

import type { AppState } from '@berth/core/states.ts'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'

const TONES = {
  empty: 'none',
  deploying: 'busy',
  running: 'ok',
  degraded: 'warn',
  crashing: 'bad',
  asleep: 'off',
  paused: 'off',
  stopped: 'off',
  ended: 'off',
  failed: 'bad',
  'scaled-to-zero': 'off',
} as const satisfies Record<AppState, Tone>

export function AppStatus({ state }: { state: AppState }) {
  const t = useTranslations('state')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}
