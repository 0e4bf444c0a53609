'use client'

import type { ReleaseState } from '@berth/core/states.ts'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'

const TONES = {
  deploying: 'busy',
  live: 'ok',
  superseded: 'off',
  failed: 'bad',
  canceled: 'off',
} as const satisfies Record<ReleaseState, Tone>

export function ReleaseStatus({ state }: { state: ReleaseState }) {
  const t = useTranslations('releases.state')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}
