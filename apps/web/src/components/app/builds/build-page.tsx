'use client'

import { Button } from '@berth/ui/button.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { CopyId } from '../../copy-text.tsx'
import { QueryView } from '../../query-view.tsx'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { BuildActions } from './build-actions.tsx'
import { BuildFacts } from './build-facts.tsx'
import { BuildNotes } from './build-notes.tsx'
import { BuildOriginText } from './build-origin.tsx'
import { BuildOutputPanel } from './build-output.tsx'
import { BuildStatus } from './build-status.tsx'

const LOOK_MS = 1000

/** One build: what it is made of, what it prints, why it ended. */
export function BuildPage({ id }: { id: string }) {
  const t = useTranslations('builds')
  const name = useAppName()
  const build = useQuery(
    useTRPC().builds.get.queryOptions(
      { ...name, id },
      { refetchInterval: ({ state: { data } }) => (data && data.endedAt !== null ? false : LOOK_MS) },
    ),
  )
  const base = `/t/${name.tenant}/apps/${name.app}`
  return (
    <>
      <div>
        <Button asChild size="sm" variant="ghost" className="-ml-2.5">
          <Link href={`${base}/builds`}>
            <ArrowLeft aria-hidden />
            {t('all')}
          </Link>
        </Button>
      </div>
      <QueryView query={build} skeleton={<Skeleton className="h-96" />}>
        {(one) => (
          <div className="grid grid-cols-1 gap-4">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <h2 className="sr-only">{t('one', { id })}</h2>
              <BuildStatus state={one.state} />
              <BuildOriginText origin={one.origin} />
              <BuildFacts build={one} />
              <span className="text-sm text-muted">
                <When at={one.createdAt} /> · {one.by}
              </span>
              {one.release === null ? null : (
                <Link
                  className="text-sm underline underline-offset-4"
                  href={`${base}/releases/${one.release}`}
                >
                  {t('release', { number: one.release })}
                </Link>
              )}
              <span className="ml-auto">
                <BuildActions build={one} />
              </span>
            </div>
            <BuildNotes build={one} />
            <BuildOutputPanel key={one.id} build={one} />
            <p className="text-xs text-faint">
              <CopyId text={one.id} />
            </p>
          </div>
        )}
      </QueryView>
      <CliHint command={`berth builds logs ${id}`} />
    </>
  )
}
