'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { useQuery } from '@tanstack/react-query'
import { Hammer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../../live/live-context.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useAppName } from '../use-app.ts'
import { BuildItem } from './build-item.tsx'

export function Builds() {
  const t = useTranslations('builds')
  const name = useAppName()
  const trpc = useTRPC()
  const builds = useQuery(trpc.builds.list.queryOptions(name, { refetchInterval: usePolling() }))
  return (
    <>
      <QueryView query={builds} skeleton={<TableSkeleton rows={6} />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Hammer} title={t('empty')}>
              <p className="text-sm text-muted">{t('emptyHint')}</p>
            </EmptyState>
          ) : (
            <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
              {list.map((build) => (
                <BuildItem key={build.id} build={build} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <CliHint command={[`berth deploy ${name.app} --source . --wait`, `berth builds ${name.app}`]} />
    </>
  )
}
