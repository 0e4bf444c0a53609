'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { TabLink, TabList } from '@berth/ui/tab-list.tsx'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { REPOSITORY_VIEWS, type RepositoryView, repositoryPath } from './image-path.ts'

/** Name and description stay while the tabs change below. */
export function RepositoryHeader(props: {
  name: string
  view: RepositoryView
  details: RepositoryDetails | undefined
}) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const may = useMay()
  const { name, details } = props
  const mayChange = details?.own === true && may('registry:push')
  const tabs = REPOSITORY_VIEWS.filter((view) => view !== 'settings' || mayChange)
  return (
    <>
      <PageHeader
        title={<span className="font-mono text-lg [overflow-wrap:anywhere]">{name}</span>}
        description={
          <span className="flex min-h-5 flex-wrap items-center gap-2">
            {details?.public ? <Badge>{t('isPublic')}</Badge> : null}
            <span className="min-w-0 [overflow-wrap:anywhere]">{details?.description}</span>
          </span>
        }
        actions={
          <Button asChild size="sm">
            <Link href={`/t/${tenant}/images`}>
              <ArrowLeft aria-hidden />
              {t('title')}
            </Link>
          </Button>
        }
      />
      <TabList label={t('tabs.label')}>
        {tabs.map((view) => (
          <TabLink key={view} active={view === props.view}>
            <Link href={repositoryPath(tenant, name, view)}>{t(`tabs.${view}`)}</Link>
          </TabLink>
        ))}
      </TabList>
    </>
  )
}
