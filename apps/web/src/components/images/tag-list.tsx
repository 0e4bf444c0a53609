'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Tag } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { ListTable } from '../list-table.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { Pager } from './pager.tsx'
import { PullPanel } from './pull-panel.tsx'
import { TagRow } from './tag-row.tsx'
import { usePage } from './use-page.ts'

const DeleteDialog = dynamic(() => import('./delete-dialog.tsx').then((module) => module.DeleteDialog))
const SORTS = ['pushed', 'name', 'size', 'pulls'] as const

export function TagList({ repository }: { repository: RepositoryDetails }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const [doomed, setDoomed] = useState<string | null>(null)
  const page = usePage<(typeof SORTS)[number]>('pushed')
  const { name } = repository
  const tags = useQuery(
    useTRPC().images.tags.queryOptions(
      { tenant, repository: name, ...page.query },
      { placeholderData: keepPreviousData },
    ),
  )
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          className="min-w-40 flex-1 sm:max-w-72"
          aria-label={t('filterTags')}
          placeholder={t('filterTags')}
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
      <QueryView query={tags} skeleton={<TableSkeleton />}>
        {(list) =>
          list.total === 0 ? (
            <EmptyState icon={Tag} title={t(page.query.search ? 'noTagsFound' : 'noTags')} />
          ) : (
            <>
              <ListTable
                label={t('tags')}
                heads={[
                  { text: t('tag') },
                  { text: t('digest') },
                  { text: t('platform') },
                  { text: t('size'), right: true },
                  { text: t('pulls'), right: true },
                  { text: t('pushed'), right: true },
                  { text: t('actions'), hidden: true },
                ]}
              >
                {list.tags.map((tag) => (
                  <TagRow
                    key={tag.tag}
                    tag={tag}
                    repository={repository}
                    onDelete={() => setDoomed(tag.tag)}
                  />
                ))}
              </ListTable>
              <Pager offset={page.offset} size={page.size} total={list.total} onOffset={page.setOffset} />
              {list.tags[0] ? <PullPanel pull={list.tags[0].pull} /> : null}
            </>
          )
        }
      </QueryView>
      {doomed === null ? null : (
        <DeleteDialog repository={name} reference={doomed} onClose={() => setDoomed(null)} />
      )}
      <CliHint
        command={`berth images tags ${name.startsWith(`${tenant}/`) ? name.slice(tenant.length + 1) : name}`}
      />
    </>
  )
}
