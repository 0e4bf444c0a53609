'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../live/live-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListTable } from '../list-table.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { When } from '../when.tsx'
import { LabStatus } from './lab-status.tsx'

/** What a lab was, newest first; a click shows the files of one. */
export function LabVersions(props: { name: string; shown: number; onShow: (version: number) => void }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const ask = { tenant, name: props.name }
  const versions = useQuery(useTRPC().labs.versions.queryOptions(ask, { refetchInterval: usePolling() }))
  const heads = [
    { text: t('version') },
    { text: t('stateHead') },
    { text: t('by') },
    { text: t('changed') },
    { text: t('show'), hidden: true, right: true },
  ]
  return (
    <Panel title={t('versions')} description={t('versionsHint')} bodyClassName="p-0">
      <QueryView query={versions} skeleton={<TableSkeleton />}>
        {(list) => (
          <ListTable label={t('versions')} heads={heads}>
            {list.map((version) => (
              <Tr key={version.number}>
                <Td label={t('version')} className="tabular">
                  {version.number}
                  {version.commit ? (
                    <span className="ml-2 font-mono text-xs text-faint">{version.commit.slice(0, 8)}</span>
                  ) : null}
                </Td>
                <Td label={t('stateHead')}>
                  <LabStatus state={version.state} />
                  {version.failure ? (
                    <p className="text-sm text-bad [overflow-wrap:anywhere]">{version.failure}</p>
                  ) : null}
                  {Object.entries(version.builds).map(([container, build]) => (
                    <Link key={build} href={`/t/${tenant}/images`} className="block text-xs hover:underline">
                      {t('buildOf', { container })}
                    </Link>
                  ))}
                </Td>
                <Td label={t('by')}>{version.by}</Td>
                <Td label={t('changed')}>
                  <When at={version.createdAt} />
                </Td>
                <Td className="text-right">
                  <Button
                    size="sm"
                    disabled={version.number === props.shown}
                    aria-label={t('showVersion', { version: version.number })}
                    onClick={() => props.onShow(version.number)}
                  >
                    {t('show')}
                  </Button>
                </Td>
              </Tr>
            ))}
          </ListTable>
        )}
      </QueryView>
    </Panel>
  )
}
