'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNow } from '../../format/use-now.ts'
import { useCourseId } from '../courses/use-course.ts'
import { QueryView } from '../query-view.tsx'
import { ClassMenu } from './all/class-menu.tsx'
import { Selected } from './selected.tsx'
import { HandQueue } from './hand-queue.tsx'
import { Tile } from './tile/tile.tsx'
import { useInSight } from './use-in-sight.ts'
import { useSelection } from './use-selection.ts'
import { useScreens, useWall } from './use-wall.ts'
import { WallBar } from './wall-bar.tsx'
import { arrangeWall, needsOf, type WallFilter, type WallOrder } from './wall-order.ts'

/** Everybody of the class at once: what is on their screens, how far they are, and who needs somebody. */
export function ClassWall() {
  const t = useTranslations('wall')
  const course = useCourseId()
  const wall = useWall(course)
  const now = useNow()
  const [filter, setFilter] = useState<WallFilter>('all')
  const [order, setOrder] = useState<WallOrder>('name')
  const [search, setSearch] = useState('')
  const { selected, select, clear } = useSelection()
  const all = wall.data ?? []
  const tiles = arrangeWall(all, { filter, order, search, now })
  const chosen = tiles.filter(({ member }) => selected.has(member.id))
  const { ref, inSight } = useInSight(tiles.flatMap(({ sandbox }) => (sandbox ? [sandbox.id] : [])))
  const screens = useScreens(course, inSight)
  return (
    <QueryView query={wall} skeleton={<Skeleton className="h-96" />}>
      {() =>
        all.length === 0 ? (
          <EmptyState icon={Users} title={t('empty')}>
            <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
          </EmptyState>
        ) : (
          <>
            <WallBar
              {...{ filter, order, search }}
              onFilter={setFilter}
              onOrder={setOrder}
              onSearch={setSearch}
              shown={tiles.length}
              all={all.length}
              actions={
                <>
                  <Selected count={chosen.length} onClear={clear} />
                  <ClassMenu
                    tiles={chosen.length > 0 ? chosen : tiles}
                    isPart={chosen.length > 0 || tiles.length < all.length}
                  />
                </>
              }
            />
            <HandQueue tiles={all} />
            {screens.isError ? (
              <p role="status" className="text-sm text-warn">
                {t('stale')}
              </p>
            ) : null}
            {tiles.length === 0 ? <p className="text-sm text-muted">{t('none')}</p> : null}
            <ul
              ref={ref}
              aria-label={t('label')}
              className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4"
            >
              {tiles.map((tile) => (
                <Tile
                  key={tile.member.id}
                  tile={tile}
                  needs={needsOf(tile, now)}
                  selected={selected.has(tile.member.id)}
                  onSelect={select}
                  lines={screens.data?.[tile.sandbox?.id ?? '']?.lines}
                />
              ))}
            </ul>
          </>
        )
      }
    </QueryView>
  )
}
