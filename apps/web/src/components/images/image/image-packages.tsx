'use client'

import { Panel } from '@berth/ui/panel.tsx'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { Pager } from '../pager.tsx'
import { usePage } from '../use-page.ts'

/** The packages that were found in the image; quiet while they are not known. */
export function ImagePackages(props: { repository: string; digest: string }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const page = usePage('name')
  const { sort: _, ...query } = page.query
  const packages = useQuery(
    useTRPC().images.packages.queryOptions(
      { tenant, ...props, ...query },
      { placeholderData: keepPreviousData },
    ),
  )
  if (!packages.data?.known) return null
  return (
    <Panel title={t('packages')}>
      <div className="grid grid-cols-1 gap-3">
        <SearchInput
          className="sm:max-w-72"
          aria-label={t('searchPackages')}
          placeholder={t('searchPackages')}
          value={page.search}
          onChange={(event) => page.setSearch(event.target.value)}
        />
        <ul className="grid gap-x-6 gap-y-1 font-mono text-xs sm:grid-cols-2 lg:grid-cols-3">
          {packages.data.packages.map(({ type, name, version }) => (
            <li key={`${type} ${name} ${version}`} className="min-w-0 [overflow-wrap:anywhere]">
              {name} <span className="text-muted">{version}</span> <span className="text-faint">{type}</span>
            </li>
          ))}
        </ul>
        {packages.data.total === 0 ? <p className="text-sm text-muted">{t('noneFound')}</p> : null}
        <Pager offset={page.offset} size={page.size} total={packages.data.total} onOffset={page.setOffset} />
      </div>
    </Panel>
  )
}
