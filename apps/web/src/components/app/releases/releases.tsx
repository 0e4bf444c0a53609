'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { ListTable } from '../../list-table.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useAppName } from '../use-app.ts'
import { ReleaseRow } from './release-row.tsx'

export function Releases() {
  const t = useTranslations('releases')
  const name = useAppName()
  const releases = useQuery(useTRPC().releases.list.queryOptions(name))
  const current = releases.data?.find((release) => release.current)
  const earlier = releases.data?.find((release) => release.worked && release.number < (current?.number ?? 0))
  return (
    <>
      <QueryView query={releases} skeleton={<TableSkeleton rows={6} />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={History} title={t('empty')} />
          ) : (
            <ListTable
              label={t('title')}
              heads={[
                { text: t('number') },
                { text: t('stateHead') },
                { text: t('image') },
                { text: t('config'), className: 'max-xl:hidden' },
                { text: t('made') },
                { text: t('rollBack'), hidden: true },
              ]}
            >
              {list.map((release) => (
                <ReleaseRow key={release.id} release={release} current={current} />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {earlier ? <CliHint command={`berth rollback ${name.app} ${earlier.number} --wait`} /> : null}
    </>
  )
}
