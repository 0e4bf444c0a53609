'use client'

import { SEVERITIES, type Severity } from '@berth/core/findings.ts'
import type { FindingsView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../../when.tsx'

const TONES = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'neutral',
  unknown: 'neutral',
} as const satisfies Record<Severity, string>

/** How many weaknesses the scanner found, by severity; who counted, and when. */
export function ImageFindings({ findings }: { findings: FindingsView }) {
  const t = useTranslations('images.findings')
  const found = SEVERITIES.filter((severity) => findings.counts[severity] > 0)
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {found.length === 0 ? <Badge tone="ok">{t('none')}</Badge> : null}
      {found.map((severity) => (
        <Badge key={severity} tone={TONES[severity]} className="tabular">
          {t(severity, { count: findings.counts[severity] })}
        </Badge>
      ))}
      <span className="text-xs text-muted">
        {findings.scanner} · <When at={findings.at} />
      </span>
    </span>
  )
}
