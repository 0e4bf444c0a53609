'use client'

import { Button } from '@berth/ui/button.tsx'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { RetentionRow } from './retention-row.tsx'
import { RulePanel } from './rule-panel.tsx'

const RetentionDialog = dynamic(() =>
  import('./retention-dialog.tsx').then((module) => module.RetentionDialog),
)
const RetentionPreview = dynamic(() =>
  import('./retention-preview.tsx').then((module) => module.RetentionPreview),
)
const RunDialog = dynamic(() => import('./run-dialog.tsx').then((module) => module.RunDialog))

/** Which tags go by themselves, and what the rules would do now. */
export function RetentionPanel() {
  const tenant = useTenant()
  const rules = useQuery(useTRPC().imageRules.retentionRules.queryOptions({ tenant }))
  const [open, setOpen] = useState<'add' | 'run' | null>(null)
  return (
    <RulePanel
      kind="retention"
      rules={rules}
      row={(rule, mayChange) => <RetentionRow key={rule.id} rule={rule} mayChange={mayChange} />}
      onAdd={() => setOpen('add')}
      below={<Outcome onRun={() => setOpen('run')} />}
    >
      {open === 'add' ? <RetentionDialog onClose={() => setOpen(null)} /> : null}
      {open === 'run' ? <RunDialog onClose={() => setOpen(null)} /> : null}
    </RulePanel>
  )
}

/** What the rules would do, and the way to have it done. */
function Outcome({ onRun }: { onRun: () => void }) {
  const t = useTranslations('imageRules')
  const mayChange = useMay()('tenant:manage')
  const [shows, setShows] = useState(false)
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" aria-expanded={shows} onClick={() => setShows(!shows)}>
          {t('retention.preview')}
        </Button>
        {mayChange ? (
          <Button size="sm" onClick={onRun}>
            {t('retention.run')}
          </Button>
        ) : null}
      </div>
      {shows ? <RetentionPreview /> : null}
    </>
  )
}
