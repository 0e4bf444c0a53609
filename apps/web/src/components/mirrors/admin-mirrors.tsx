'use client'

import type { MirrorView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { Plus, Waypoints } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { AnonymousSwitch } from './anonymous-switch.tsx'
import { MirrorTable } from './mirror-table.tsx'

const MirrorDialog = dynamic(() => import('./mirror-dialog.tsx').then((module) => module.MirrorDialog))

/** The registries that are mirrored: how they do, what they hold, and who may use them. */
export function AdminMirrors() {
  const t = useTranslations('mirrors')
  const mirrors = useQuery(useTRPC().mirrors.list.queryOptions({}, { refetchInterval: 10_000 }))
  const [edited, setEdited] = useState<MirrorView | 'new' | null>(null)
  const add = (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  const howTo = (
    <Link href="/mirrors" className="text-sm text-accent-text underline underline-offset-4">
      {t('howTo')}
    </Link>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} actions={add} />
      <QueryView query={mirrors} skeleton={<TableSkeleton />}>
        {({ mirrors: list, anonymous }) =>
          list.length === 0 ? (
            <EmptyState icon={Waypoints} title={t('none')}>
              <p className="max-w-xl text-sm text-muted">{t('noneHint')}</p>
            </EmptyState>
          ) : (
            <>
              <MirrorTable list={list} onEdit={setEdited} />
              <AnonymousSwitch anonymous={anonymous} />
              <p>{howTo}</p>
            </>
          )
        }
      </QueryView>
      {edited ? (
        <MirrorDialog mirror={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
      <CliHint command="berth mirrors" />
    </Page>
  )
}
