'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Select } from '@berth/ui/select.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { useAppName } from '../use-app.ts'
import { MetricCharts } from './metric-charts.tsx'
import { type Range, RANGE_NAMES, RANGES } from './ranges.ts'

const LOOK_MS = 10_000

export function Metrics() {
  const t = useTranslations('metrics')
  const name = useAppName()
  const [range, setRange] = useState<Range>('hour')
  const metrics = useQuery(
    useTRPC().metrics.get.queryOptions(
      { ...name, since: RANGES[range], points: 180 },
      { refetchInterval: LOOK_MS, placeholderData: keepPreviousData },
    ),
  )
  return (
    <>
      <div className="mb-4 flex justify-end">
        <Select
          aria-label={t('range')}
          value={range}
          onValueChange={setRange}
          options={RANGE_NAMES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
        />
      </div>
      <QueryView query={metrics} skeleton={<Skeleton className="h-96" />}>
        {(view) =>
          view.points.some(({ requests, use }) => requests !== null || use !== null) ? (
            <MetricCharts view={view} />
          ) : (
            <EmptyState icon={ChartLine} title={t('empty')} />
          )
        }
      </QueryView>
      <CliHint command={`berth stats ${name.app} --since ${HINTS[range]}`} />
    </>
  )
}

const HINTS = { hour: '1h', hours6: '6h', day: '1d', week: '7d', month: '30d' } as const satisfies Record<
  Range,
  string
>
