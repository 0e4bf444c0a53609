'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { useQuery } from '@tanstack/react-query'
import { GitCompare } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { Difference } from './difference.tsx'
import { TagChoice } from './tag-choice.tsx'

/** Two tags of a repository side by side; at first the newest and the one before. */
export function Compare({ repository }: { repository: string }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const trpc = useTRPC()
  const tags = useQuery(trpc.images.tags.queryOptions({ tenant, repository, limit: 200 }))
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({})
  const names = tags.data?.tags.map(({ tag }) => tag) ?? []
  const from = chosen.from ?? names[1] ?? ''
  const to = chosen.to ?? names[0] ?? ''
  const diff = useQuery(
    trpc.images.diff.queryOptions(
      {
        tenant,
        from: { repository, reference: from },
        to: { repository, reference: to },
      },
      { enabled: from !== '' && to !== '' },
    ),
  )
  if (tags.data && names.length < 2) return <EmptyState icon={GitCompare} title={t('oneTag')} />
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <TagChoice
          label={t('compareFrom')}
          names={names}
          value={from}
          onChange={(next) => setChosen({ from: next, to })}
        />
        <TagChoice
          label={t('compareTo')}
          names={names}
          value={to}
          onChange={(next) => setChosen({ from, to: next })}
        />
      </div>
      <QueryView query={diff} skeleton={<TableSkeleton />}>
        {(found) => <Difference diff={found} />}
      </QueryView>
      <CliHint command={`berth images diff ${repository}:${from} ${repository}:${to}`} />
    </>
  )
}
