'use client'

import { Button } from '@berth/ui/button.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { NothingHere } from '../../shell/nothing-here.tsx'
import { useAppName } from '../use-app.ts'
import { ReleaseDetail } from './release-detail.tsx'

/** One release among the others, which say what it changed and whether one can go back to it. */
export function ReleasePage({ number }: { number: string }) {
  const t = useTranslations('releases')
  const name = useAppName()
  const releases = useQuery(useTRPC().releases.list.queryOptions(name))
  const all = `/t/${name.tenant}/apps/${name.app}/releases`
  return (
    <>
      <div>
        <Button asChild size="sm" variant="ghost" className="-ml-2.5">
          <Link href={all}>
            <ArrowLeft aria-hidden />
            {t('all')}
          </Link>
        </Button>
      </div>
      <QueryView query={releases} skeleton={<Skeleton className="h-96" />}>
        {(list) => {
          const at = list.findIndex((release) => String(release.number) === number)
          const release = list[at]
          return release ? (
            <ReleaseDetail
              release={release}
              before={list[at + 1]}
              current={list.find((one) => one.current)}
            />
          ) : (
            <NothingHere title={t('notFound', { number })} back={all}>
              {t('all')}
            </NothingHere>
          )
        }}
      </QueryView>
      <CliHint command={`berth releases ${name.app}`} />
    </>
  )
}
