'use client'

import type { TagView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Tag } from 'lucide-react'
import Link from 'next/link'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMe } from '../../session/me-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { TagRow } from './tag-row.tsx'

const DeleteTagDialog = dynamic(() =>
  import('./delete-tag-dialog.tsx').then((module) => module.DeleteTagDialog),
)

export function Repository({ name }: { name: string }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const { host } = useMe()
  const tags = useQuery(useTRPC().images.tags.queryOptions({ tenant, repository: name, limit: 200 }))
  const [doomed, setDoomed] = useState<TagView | null>(null)
  const back = (
    <Button asChild size="sm">
      <Link href={`/t/${tenant}/images`}>
        <ArrowLeft aria-hidden />
        {t('title')}
      </Link>
    </Button>
  )
  if (tags.isError && !tags.data && readBerthError(tags.error).code === 'registry.name_unknown') {
    return (
      <Page>
        <NothingHere title={t('notFound', { name })} back={`/t/${tenant}/images`}>
          {t('backToImages')}
        </NothingHere>
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader title={<span className="font-mono text-lg">{name}</span>} actions={back} />
      <QueryView query={tags} skeleton={<TableSkeleton />}>
        {(list) =>
          list.tags.length === 0 ? (
            <EmptyState icon={Tag} title={t('noTags')} />
          ) : (
            <ListTable
              label={t('tags')}
              heads={[
                { text: t('tag') },
                { text: t('digest') },
                { text: t('platform') },
                { text: t('size'), right: true },
                { text: t('pushed'), right: true },
                { text: t('actions'), hidden: true },
              ]}
            >
              {list.tags.map((tag) => (
                <TagRow
                  key={tag.tag}
                  tag={tag}
                  own={name.startsWith(`${tenant}/`)}
                  onDelete={() => setDoomed(tag)}
                />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {doomed ? <DeleteTagDialog repository={name} tag={doomed.tag} onClose={() => setDoomed(null)} /> : null}
      <CliHint command={`docker pull ${host}/${name}:${tags.data?.tags[0]?.tag ?? 'latest'}`} />
    </Page>
  )
}
