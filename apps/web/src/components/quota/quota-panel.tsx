'use client'

import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { QueryView } from '../query-view.tsx'
import { QuotaMeters } from './quota-meters.tsx'

export function QuotaPanel({ tenant }: { tenant: string }) {
  const t = useTranslations('quota')
  const quota = useQuery(useTRPC().tenants.quota.queryOptions({ tenant }))
  return (
    <Panel title={t('title')} className="self-start">
      <QueryView query={quota} skeleton={<Skeleton className="h-36" />}>
        {(data) => (
          <QuotaMeters quota={data.quota} used={data.used} images={data.images} sandboxes={data.sandboxes} />
        )}
      </QueryView>
    </Panel>
  )
}
