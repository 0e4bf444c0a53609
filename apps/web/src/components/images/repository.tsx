'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import type { ImagePlace } from './image-path.ts'
import { MissingContent } from './missing-content.tsx'
import { RepositoryHeader } from './repository-header.tsx'
import { TagList } from './tag-list.tsx'

// what a visitor of the tags does not need is loaded when it is opened
const Image = dynamic(() => import('./image/image.tsx').then((module) => module.Image))
const Readme = dynamic(() => import('./readme.tsx').then((module) => module.Readme))
const Compare = dynamic(() => import('./compare/compare.tsx').then((module) => module.Compare))
const Settings = dynamic(() =>
  import('./repository-settings.tsx').then((module) => module.RepositorySettings),
)

/** A repository, or one image of it. */
export function Repository({ place }: { place: ImagePlace }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const name = place.repository
  const found = useQuery(useTRPC().images.repository.queryOptions({ tenant, repository: name }))
  if (
    found.isError &&
    !found.data &&
    /^registry\.name_|^input/.test(readBerthError(found.error).code ?? '')
  ) {
    return (
      <Page>
        <NothingHere title={t('notFound', { name })} back={`/t/${tenant}/images`}>
          {t('backToImages')}
        </NothingHere>
      </Page>
    )
  }
  if (place.view === 'image') {
    return (
      <Page>
        <Image repository={name} reference={place.reference} own={found.data?.own ?? false} />
      </Page>
    )
  }
  return (
    <Page>
      <RepositoryHeader name={name} view={place.view} details={found.data} />
      {found.data ? <MissingContent missing={found.data.missing} /> : null}
      <QueryView query={found} skeleton={<TableSkeleton />}>
        {(details) => {
          switch (place.view) {
            case 'tags':
              return <TagList repository={details} />
            case 'readme':
              return <Readme repository={details} />
            case 'compare':
              return <Compare repository={name} />
            case 'settings':
              return <Settings repository={details} />
          }
        }}
      </QueryView>
    </Page>
  )
}
