'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { BuildNotes } from '../app/builds/build-notes.tsx'
import type { PreparedSource } from './prepare/prepare-source.ts'
import { PlanLook } from './plan-look.tsx'

/** What would be sent, and what its build would do: all before anything leaves this browser. */
export function SourceLook({ source }: { source: PreparedSource }) {
  const t = useTranslations('newSource')
  const { look, content } = source
  if (look === null) return <p className="text-xs text-muted">{t('asItIs')}</p>
  const { files, leftOut, preview } = look
  const failure = preview.kind === 'failure' ? preview.failure : null
  const warnings = preview.kind === 'plan' ? [...preview.plan.warnings] : []
  return (
    <Panel
      title={t('plan')}
      description={`${t('files', { files, size: formatBytes(content.size) })} · ${t('leftOut', { leftOut })}`}
      bodyClassName="grid gap-4"
    >
      {preview.kind === 'plan' ? <PlanLook plan={preview.plan} /> : null}
      <BuildNotes build={{ failure, warnings, state: failure ? 'failed' : 'queued' }} />
    </Panel>
  )
}
