'use client'

import type { ReleaseView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Table, Th } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useAppName } from '../use-app.ts'
import { ReleaseRow } from './release-row.tsx'

const RollbackDialog = dynamic(() => import('./rollback-dialog.tsx').then((module) => module.RollbackDialog))

export function Releases() {
  const t = useTranslations('releases')
  const name = useAppName()
  const releases = useQuery(useTRPC().releases.list.queryOptions(name))
  const [target, setTarget] = useState<ReleaseView | null>(null)
  const current = releases.data?.find((release) => release.current)
  const earlier = releases.data?.find((release) => isEarlier(release, current))
  return (
    <>
      <QueryView query={releases} skeleton={<TableSkeleton rows={6} />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={History} title={t('empty')} />
          ) : (
            <Table label={t('title')}>
              <thead>
                <tr>
                  <Th>{t('number')}</Th>
                  <Th>{t('image')}</Th>
                  <Th className="max-xl:hidden">{t('config')}</Th>
                  <Th>{t('made')}</Th>
                  <Th>
                    <span className="sr-only">{t('rollBack')}</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {list.map((release) => (
                  <ReleaseRow
                    key={release.id}
                    release={release}
                    onRollback={isEarlier(release, current) ? () => setTarget(release) : null}
                  />
                ))}
              </tbody>
            </Table>
          )
        }
      </QueryView>
      {target ? <RollbackDialog to={target} from={current} onClose={() => setTarget(null)} /> : null}
      {earlier ? <CliHint command={`berth rollback ${name.app} ${earlier.number} --wait`} /> : null}
    </>
  )
}

/** One can go back only from a release that works, and only to one that was before it. */
function isEarlier(release: ReleaseView, current: ReleaseView | undefined): boolean {
  return current !== undefined && release.number < current.number
}
