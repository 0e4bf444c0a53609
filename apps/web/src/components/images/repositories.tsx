'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { ImageQuota } from '../image-rules/image-quota.tsx'
import { SettingsLink } from '../image-rules/settings-link.tsx'
import { MirrorsLink } from '../mirrors/mirrors-link.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { Pager } from './pager.tsx'
import { PushHelp } from './push-help.tsx'
import { RepositoryTable } from './repository-table.tsx'
import { usePage } from './use-page.ts'

const SORTS = ['name', 'pushed', 'size', 'pulls'] as const
const SCOPES = ['own', 'public'] as const

/** The tenant's repositories, and those that everybody may read. */
export function Repositories() {
  const t = useTranslations('images')
  const tenant = useTenant()
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('own')
  const page = usePage<(typeof SORTS)[number]>('pushed')
  const list = useQuery(
    useTRPC().images.list.queryOptions(
      { tenant, scope, ...page.query },
      { placeholderData: keepPreviousData },
    ),
  )
  const isFirst = scope === 'own' && page.query.search === undefined && list.data?.total === 0
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('hint')}
        actions={
          <>
            <MirrorsLink />
            <SettingsLink tenant={tenant} />
          </>
        }
      />
      <ImageQuota />
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t('which')}</legend>
          {SCOPES.map((one) => (
            <ToggleButton
              key={one}
              pressed={one === scope}
              onClick={() => {
                setScope(one)
                page.setOffset(0)
              }}
            >
              {t(one)}
            </ToggleButton>
          ))}
        </fieldset>
        <SearchInput
          className="min-w-40 flex-1 sm:max-w-72"
          aria-label={t('searchRepositories')}
          placeholder={t('searchRepositories')}
          value={page.search}
          onChange={(event) => page.setSearch(event.target.value)}
        />
        <Select
          aria-label={t('sort')}
          value={page.sort}
          onValueChange={page.setSort}
          options={SORTS.map((value) => ({ value, label: t(`sortBy.${value}`) }))}
        />
      </div>
      <QueryView query={list} skeleton={<TableSkeleton />}>
        {({ repositories, total }) => {
          if (isFirst) return <PushHelp tenant={tenant} first />
          if (total === 0) return <EmptyState icon={SearchX} title={t('noneFound')} />
          return (
            <>
              <RepositoryTable label={t(scope)} rows={repositories} />
              <Pager offset={page.offset} size={page.size} total={total} onOffset={page.setOffset} />
            </>
          )
        }}
      </QueryView>
      {scope === 'own' && !isFirst ? <PushHelp tenant={tenant} /> : null}
      <CliHint command="berth images" />
    </Page>
  )
}
