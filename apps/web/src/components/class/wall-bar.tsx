'use client'

import { SearchInput } from '@berth/ui/search-input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { WALL_FILTERS, WALL_ORDERS, type WallFilter, type WallOrder } from './wall-order.ts'

/** Who is shown on the wall and in which order, and what is done to all of them. */
export function WallBar(props: {
  filter: WallFilter
  order: WallOrder
  search: string
  onFilter: (filter: WallFilter) => void
  onOrder: (order: WallOrder) => void
  onSearch: (search: string) => void
  shown: number
  all: number
  actions: ReactNode
}) {
  const t = useTranslations('wall')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput
        aria-label={t('search')}
        placeholder={t('search')}
        value={props.search}
        onChange={(event) => props.onSearch(event.target.value)}
        className="w-full sm:w-56"
      />
      <Select<WallFilter>
        aria-label={t('show')}
        value={props.filter}
        onValueChange={props.onFilter}
        options={WALL_FILTERS.map((value) => ({ value, label: t(`filter.${value}`) }))}
      />
      <Select<WallOrder>
        aria-label={t('sort')}
        value={props.order}
        onValueChange={props.onOrder}
        options={WALL_ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
      />
      <span role="status" className="text-sm text-muted tabular">
        {t('shown', { shown: props.shown, all: props.all })}
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-2">{props.actions}</span>
    </div>
  )
}
