'use client'

import type { InstanceState } from '@berth/core/states.ts'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'

const TONES = {
  pending: 'none',
  pulling: 'busy',
  starting: 'busy',
  running: 'ok',
  draining: 'off',
  paused: 'off',
  backoff: 'warn',
  stopped: 'off',
  failed: 'bad',
  removed: 'off',
  lost: 'bad',
} as const satisfies Record<InstanceState, Tone>

/** `ended`: it stopped by itself, and not well; nobody asked for it. */
export function InstanceStatus(props: { state: InstanceState; healthy: boolean; ended: boolean }) {
  const { healthy, ended } = props
  const state = props.state === 'stopped' && ended ? 'failed' : props.state

  const t = useTranslations('instanceState')
  if (state === 'running' && !healthy) return <Status tone="busy">{t('checking')}</Status>
  return <Status tone={TONES[state]}>{t(state)}</Status>
}
