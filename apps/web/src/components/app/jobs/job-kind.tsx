'use client'

import type { JobView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { useTranslations } from 'next-intl'

/** What asked for it: a person, a cron entry by its name, or a deploy. */
export function JobKindBadge({ job: { kind, cron } }: { job: JobView }) {
  const t = useTranslations('jobs.kind')
  return <Badge>{cron === null ? t(kind) : t('cronOf', { name: cron })}</Badge>
}
