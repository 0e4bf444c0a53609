'use client'

import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { cn } from '@berth/ui/cn.ts'
import { useFormatter, useTranslations } from 'next-intl'
import { useNow } from '../../../format/use-now.ts'
import { timeRuns } from '../time-runs.ts'
import { useSandboxAct } from '../use-sandbox.ts'

/** From then on it is shown as urgent. */
export const LAST_MS = 5 * 60_000
const SOON_MS = 15 * 60_000
/** From then on hours are said, too. */
const LONG_MINUTES = 120

/** Until when the lab is there, and the button that gives more. */
export function TimeLeft({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox')
  const format = useFormatter()
  const now = useNow()
  const extend = useSandboxAct('extend')
  const { expiresAt, canExtend, overtime } = sandbox
  if (expiresAt === null || !timeRuns(sandbox.state)) return null
  const left = Math.max(0, expiresAt.getTime() - now.getTime())
  const until = format.dateTime(expiresAt, { dateStyle: 'medium', timeStyle: 'short' })
  const minutes = Math.ceil(left / 60_000)
  return (
    <span className="flex items-center gap-2">
      <span
        title={t('until', { until })}
        className={cn(
          'text-sm tabular',
          left < LAST_MS ? 'font-medium text-bad' : left < SOON_MS ? 'text-warn' : 'text-muted',
        )}
      >
        {minutes < LONG_MINUTES
          ? t('left', { minutes })
          : t('leftHours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}
      </span>
      {canExtend ? (
        <Button size="sm" busy={extend.busy} onClick={extend.run}>
          {t('extend', { minutes: Math.round(overtime / 60) })}
        </Button>
      ) : null}
    </span>
  )
}
