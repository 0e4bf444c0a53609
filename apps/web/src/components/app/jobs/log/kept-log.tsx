'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { QueryView } from '../../../query-view.tsx'
import { LogView } from '../../logs/log-view.tsx'
import { useAppName } from '../../use-app.ts'
import { LogFrame } from './log-frame.tsx'

/** What was kept of a job that has ended; it does not change any more. */
export function KeptLog({ id }: { id: string }) {
  const t = useTranslations('jobs')
  const [follow, setFollow] = useState(true)
  const log = useQuery(
    useTRPC().jobs.log.queryOptions(
      { ...useAppName(), id },
      {
        staleTime: Number.POSITIVE_INFINITY,
        select: ({ lines }) => lines.map((line, seq) => ({ ...line, seq, containerId: id })),
      },
    ),
  )
  return (
    <QueryView query={log} skeleton={<Skeleton className="h-96" />}>
      {(lines) =>
        lines.length === 0 ? (
          <p className="text-sm text-muted">{t('logEmpty')}</p>
        ) : (
          <LogFrame>
            <LogView
              {...{ lines, follow, wrap: true, instances: [], search: '', target: undefined }}
              onFollow={setFollow}
            />
          </LogFrame>
        )
      }
    </QueryView>
  )
}
