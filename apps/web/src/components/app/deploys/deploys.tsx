'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { useQuery } from '@tanstack/react-query'
import { Rocket } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../../live/live-context.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useAppName } from '../use-app.ts'
import { DeployItem } from './deploy-item.tsx'

export function Deploys() {
  const t = useTranslations('deploys')
  const name = useAppName()
  const trpc = useTRPC()
  const deploys = useQuery(
    trpc.deploys.list.queryOptions({ ...name, limit: 50 }, { refetchInterval: usePolling() }),
  )
  return (
    <>
      <QueryView query={deploys} skeleton={<TableSkeleton rows={6} />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Rocket} title={t('empty')} />
          ) : (
            <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
              {list.map((deploy, i) => (
                <DeployItem key={deploy.id} deploy={deploy} newest={i === 0} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <CliHint command={`berth deploy ${name.app} --image IMAGE --wait`} />
    </>
  )
}
