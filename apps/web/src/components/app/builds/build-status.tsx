'use client'

import type { BuildState } from '@berth/protocol'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'

const TONES = {
  queued: 'none',
  running: 'busy',
  canceling: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  canceled: 'off',
} as const satisfies Record<BuildState, Tone>

export function BuildStatus({ state }: { state: BuildState }) {
  const t = useTranslations('builds.state')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}
