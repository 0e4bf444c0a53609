'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { Waypoints } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { useMe } from '../../session/me-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { ClientSnippets } from './client-snippets.tsx'

/** How everybody pulls images of other registries through this one, by the client that one has. */
export function PullThrough() {
  const t = useTranslations('mirrors')
  const { host } = useMe()
  const mirrors = useQuery(useTRPC().mirrors.summaries.queryOptions({}))
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Page>
      <PageHeader title={t('pullTitle')} description={t('pullHint')} />
      <QueryView query={mirrors} skeleton={<TableSkeleton />}>
        {(list) => {
          const mirror = list.find(({ prefix }) => prefix === chosen) ?? list[0]
          if (!mirror) return <EmptyState icon={Waypoints} title={t('noneToUse')} />
          return (
            <>
              <fieldset className="flex flex-wrap gap-1">
                <legend className="sr-only">{t('registry')}</legend>
                {list.map(({ prefix, namespaces }) => (
                  <ToggleButton
                    key={prefix}
                    pressed={prefix === mirror.prefix}
                    onClick={() => setChosen(prefix)}
                  >
                    {namespaces[0] ?? prefix}
                  </ToggleButton>
                ))}
              </fieldset>
              <ClientSnippets mirror={mirror} host={host} />
            </>
          )
        }}
      </QueryView>
      <CliHint command="berth mirrors" />
    </Page>
  )
}
