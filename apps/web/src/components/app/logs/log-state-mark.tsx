'use client'

import { Status } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import type { LogState } from './use-log-lines.ts'

const TONES = { connecting: 'none', live: 'ok', lost: 'warn', failed: 'bad' } as const

export function LogStateMark({ state }: { state: LogState['kind'] }) {
  const t = useTranslations('logs')
  return (
    <Status tone={TONES[state]} className="mr-1 text-xs font-normal [&_svg]:size-3.5">
      {t(state)}
    </Status>
  )
}
