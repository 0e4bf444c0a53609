'use client'

import type { AppView } from '@berth/protocol'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { LayoutGrid, Rows3 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useShortcuts } from '../../keyboard/use-shortcuts.ts'
import { useStored } from '../../session/use-stored.ts'
import { AppGrid } from './app-grid.tsx'
import { AppTable } from './app-table.tsx'
import { type AppSort, filterApps } from './filter-apps.ts'

export function AppList({ apps }: { apps: readonly AppView[] }) {
  const t = useTranslations('apps')
  const [filter, setFilter] = useState('')
  const [sort, setSort] = useState<AppSort>('name')
  const [layout, setLayout] = useStored('apps.layout', 'table')
  const search = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => search.current?.focus() })
  const shown = filterApps(apps, filter, sort)
  const View = layout === 'grid' ? AppGrid : AppTable
  return (
    <section aria-label={t('title')} className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          ref={search}
          aria-label={t('filter')}
          placeholder={t('filter')}
          shortcut="/"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          className="min-w-40 flex-1 sm:max-w-72"
        />
        <Select
          aria-label={t('sort')}
          value={sort}
          onValueChange={setSort}
          options={[
            { value: 'name', label: t('sortName') },
            { value: 'deployed', label: t('sortDeployed') },
            { value: 'state', label: t('sortState') },
          ]}
        />
        <div className="flex gap-1 max-sm:hidden">
          <ToggleButton
            size="icon"
            pressed={layout !== 'grid'}
            aria-label={t('asTable')}
            title={t('asTable')}
            onClick={() => setLayout('table')}
          >
            <Rows3 aria-hidden />
          </ToggleButton>
          <ToggleButton
            size="icon"
            pressed={layout === 'grid'}
            aria-label={t('asGrid')}
            title={t('asGrid')}
            onClick={() => setLayout('grid')}
          >
            <LayoutGrid aria-hidden />
          </ToggleButton>
        </div>
        <span role="status" className="ml-auto text-xs text-faint tabular">
          {t('count', { shown: shown.length, all: apps.length })}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="rounded-lg border border-dashed p-8 text-center text-sm text-muted">
          {t('noMatch', { filter })}
        </p>
      ) : (
        <>
          <div className="max-sm:hidden">
            <View apps={shown} />
          </div>
          <div className="sm:hidden">
            <AppGrid apps={shown} />
          </div>
        </>
      )}
    </section>
  )
}
