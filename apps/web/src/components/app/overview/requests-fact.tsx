'use client'

import { Fact } from '@berth/ui/facts.tsx'
import { Sparkline } from '@berth/ui/sparkline.tsx'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useAppName } from '../use-app.ts'

const HOUR = 3600
const LOOK_MS = 30_000

/** Requests of the last hour, as a line that leads to the charts. */
export function RequestsFact() {
  const t = useTranslations('app')
  const { tenant, app } = useAppName()
  const metrics = useQuery(
    useTRPC().metrics.get.queryOptions(
      { tenant, app, since: HOUR, points: 60 },
      { refetchInterval: LOOK_MS },
    ),
  )
  const rates = (metrics.data?.points ?? []).flatMap(({ requests }) => requests?.perSecond ?? [])
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)
  return (
    <Fact name={t('requests')}>
      <Link
        href={`/t/${tenant}/apps/${app}/metrics`}
        className="inline-flex items-center gap-2.5 rounded-sm underline-offset-4 hover:underline"
      >
        <Sparkline values={rates} />
        <span className="tabular">{t('requestsText', { rate: Number(mean.toPrecision(2)) })}</span>
      </Link>
    </Fact>
  )
}
