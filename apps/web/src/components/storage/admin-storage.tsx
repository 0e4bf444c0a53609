'use client'

import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { CollectButtons } from './collect-buttons.tsx'
import { MissingContents } from './missing-contents.tsx'
import { RunTable } from './run-table.tsx'
import { StorageFacts } from './storage-facts.tsx'

const COMMANDS = ['berth images collect --dry-run', 'berth images collect', 'berth images collect --compare']

/** What holds the images of all tenants: how much, what of it can go, and what its collection did. */
export function AdminStorage() {
  const t = useTranslations('storage')
  const overview = useQuery(useTRPC().storage.overview.queryOptions({}, { refetchInterval: 5_000 }))
  const running = overview.data?.runs.some(({ finishedAt }) => finishedAt === null) ?? false
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} actions={<CollectButtons running={running} />} />
      <QueryView query={overview} skeleton={<TableSkeleton />}>
        {(storage) => (
          <>
            <MissingContents storage={storage} />
            <StorageFacts storage={storage} />
            <RunTable runs={storage.runs} />
          </>
        )}
      </QueryView>
      <CliHint command={COMMANDS} />
    </Page>
  )
}
