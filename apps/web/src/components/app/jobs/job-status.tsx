'use client'

import type { JobState } from '@berth/core/job.ts'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'

const TONES = {
  queued: 'none',
  running: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  canceled: 'off',
  lost: 'warn',
} as const satisfies Record<JobState, Tone>

export function JobStatus({ state }: { state: JobState }) {
  const t = useTranslations('jobs.state')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}
