'use client'

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

/** The projects of a tenant; each has a page of what its apps share. */
export function Projects() {
  const t = useTranslations('projects')
  const title = useTranslations('title')('projects')
  const tenant = useTenant()
  const projects = useQuery(useTRPC().projects.list.queryOptions({ tenant }))
  const heads = [
    { text: t('name') },
    { text: t('apps') },
    { text: t('variables') },
    { text: t('secrets') },
    { text: t('created') },
  ]
  return (
    <Page>
      <PageHeader title={title} description={t('hint')} />
      <QueryView query={projects} skeleton={<TableSkeleton />}>
        {(list) => (
          <ListTable label={title} heads={heads}>
            {list.map(({ name, apps, variables, secrets, createdAt }) => (
              <Tr key={name}>
                <Td>
                  <Link
                    className="rounded-sm font-medium underline-offset-4 hover:underline"
                    href={`/t/${tenant}/projects/${name}`}
                  >
                    {name}
                  </Link>
                </Td>
                <Td label={t('apps')}>{t('appsCount', { count: apps })}</Td>
                <Td label={t('variables')} className="tabular">
                  {variables === 0 ? t('none') : variables}
                </Td>
                <Td label={t('secrets')} className="tabular">
                  {secrets === 0 ? t('none') : secrets}
                </Td>
                <Td label={t('created')}>
                  <When at={createdAt} />
                </Td>
              </Tr>
            ))}
          </ListTable>
        )}
      </QueryView>
      <p className="text-sm text-muted">{t('newHint')}</p>
      <CliHint command="berth env --project default set KEY=VALUE" />
    </Page>
  )
}
