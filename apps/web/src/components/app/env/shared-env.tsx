'use client'

import type { AppDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../../session/use-tenant.ts'

/** Names of what its project shares, and the way to where that is changed. */
export function SharedEnv({ app }: { app: Pick<AppDetailView, 'project' | 'sharedEnvNames'> }) {
  const t = useTranslations('env')
  const tenant = useTenant()
  const { project, sharedEnvNames } = app
  const change = (
    <Button size="sm" asChild>
      <Link href={`/t/${tenant}/projects/${project}`}>{t('changeShared')}</Link>
    </Button>
  )
  if (sharedEnvNames.length === 0) return null
  return (
    <Panel title={t('ofProject', { project })} description={t('ofProjectHint')} actions={change}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 font-mono text-xs">
        {sharedEnvNames.map((name) => (
          <li key={name} className="[overflow-wrap:anywhere]">
            {name}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
