'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { RetentionRow } from './retention-row.tsx'
import { RuleTable } from './rule-table.tsx'

const RetentionDialog = dynamic(() =>
  import('./retention-dialog.tsx').then((module) => module.RetentionDialog),
)
const RetentionPreview = dynamic(() =>
  import('./retention-preview.tsx').then((module) => module.RetentionPreview),
)
const RunDialog = dynamic(() => import('./run-dialog.tsx').then((module) => module.RunDialog))

/** Which tags go by themselves, and what the rules would do now. */
export function RetentionPanel() {
  const t = useTranslations('imageRules')
  const tenant = useTenant()
  const mayChange = useMay()('tenant:manage')
  const rules = useQuery(useTRPC().imageRules.retentionRules.queryOptions({ tenant }))
  const [open, setOpen] = useState<'add' | 'run' | null>(null)
  const [shows, setShows] = useState(false)
  const add = (
    <Button size="sm" onClick={() => setOpen('add')}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  return (
    <Panel
      title={t('retention.title')}
      description={t('retention.hint')}
      actions={mayChange ? add : undefined}
    >
      <QueryView query={rules} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-sm text-muted">{t('retention.empty')}</p>
          ) : (
            <div className="grid grid-cols-1 gap-3">
              <RuleTable label={t('retention.title')}>
                {list.map((rule) => (
                  <RetentionRow key={rule.id} rule={rule} mayChange={mayChange} />
                ))}
              </RuleTable>
              <div className="flex flex-wrap gap-2">
                <Button size="sm" aria-expanded={shows} onClick={() => setShows(!shows)}>
                  {t('retention.preview')}
                </Button>
                {mayChange ? (
                  <Button size="sm" onClick={() => setOpen('run')}>
                    {t('retention.run')}
                  </Button>
                ) : null}
              </div>
              {shows ? <RetentionPreview /> : null}
            </div>
          )
        }
      </QueryView>
      {open === 'add' ? <RetentionDialog onClose={() => setOpen(null)} /> : null}
      {open === 'run' ? <RunDialog onClose={() => setOpen(null)} /> : null}
    </Panel>
  )
}
