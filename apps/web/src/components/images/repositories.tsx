'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { RepositoryView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { When } from '../when.tsx'
import { PushHelp } from './push-help.tsx'

export function Repositories() {
  const t = useTranslations('images')
  const tenant = useTenant()
  const repositories = useQuery(useTRPC().images.list.queryOptions({ tenant, limit: 200 }))
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} />
      <QueryView query={repositories} skeleton={<TableSkeleton />}>
        {(list) => {
          const own = list.repositories.filter((one) => one.own)
          const shared = list.repositories.filter((one) => !one.own)
          return (
            <>
              {own.length === 0 ? (
                <PushHelp tenant={tenant} first />
              ) : (
                <RepositoryTable label={t('own')} rows={own} />
              )}
              {shared.length > 0 ? (
                <section className="grid grid-cols-1 gap-2">
                  <h2 className="text-sm font-semibold">{t('library')}</h2>
                  <RepositoryTable label={t('library')} rows={shared} />
                </section>
              ) : null}
              {own.length > 0 ? <PushHelp tenant={tenant} /> : null}
            </>
          )
        }}
      </QueryView>
      <CliHint command="berth images" />
    </Page>
  )
}

function RepositoryTable({ label, rows }: { label: string; rows: readonly RepositoryView[] }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  return (
    <ListTable
      label={label}
      heads={[
        { text: t('repository') },
        { text: t('tags'), right: true },
        { text: t('size'), right: true },
        { text: t('pushed'), right: true },
      ]}
    >
      {rows.map((one) => (
        <Tr key={one.name}>
          <Td>
            <Link
              href={`/t/${tenant}/images/${one.name}`}
              className="rounded-sm font-mono text-xs font-medium underline-offset-4 hover:underline"
            >
              {one.name}
            </Link>
            {one.public ? <Badge className="sm:ml-2">{t('public')}</Badge> : null}
          </Td>
          <Td label={t('tags')} className="text-right tabular">
            {one.tags}
          </Td>
          <Td label={t('size')} className="text-right whitespace-nowrap tabular">
            {formatBytes(one.bytes)}
          </Td>
          <Td label={t('pushed')} className="text-right">
            {one.pushedAt ? <When at={one.pushedAt} /> : '–'}
          </Td>
        </Tr>
      ))}
    </ListTable>
  )
}
