'use client'

import type { ProjectAppView } from '@berth/protocol'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { ListTable } from '../list-table.tsx'

/** Each app of the project: whether it runs with what is shared now, and what it has of its own. */
export function ProjectApps({ apps }: { apps: readonly ProjectAppView[] }) {
  const t = useTranslations('projects')
  const tenant = useTenant()
  if (apps.length === 0) return <p className="text-sm text-muted">{t('noApps')}</p>
  const heads = [
    { text: t('app') },
    { text: t('release') },
    { text: t('state') },
    { text: t('ownVariables') },
  ]
  return (
    <ListTable label={t('apps')} heads={heads}>
      {apps.map((app) => (
        <Tr key={app.name}>
          <Td>
            <Link
              className="rounded-sm font-medium underline-offset-4 hover:underline"
              href={`/t/${tenant}/apps/${app.name}/env`}
            >
              {app.name}
            </Link>
          </Td>
          <Td label={t('release')} className="tabular">
            {app.release === null ? '–' : `#${app.release}`}
          </Td>
          <Td label={t('state')}>
            <Standing app={app} />
          </Td>
          <Td label={t('ownVariables')}>
            <span className="font-mono text-xs [overflow-wrap:anywhere]">
              {app.overrides.length === 0 ? '–' : app.overrides.join(', ')}
            </span>
          </Td>
        </Tr>
      ))}
    </ListTable>
  )
}

function Standing({ app }: { app: ProjectAppView }) {
  const t = useTranslations('projects')
  const [tone, text] = standingOf(app)
  return <Status tone={tone}>{t(text, { names: app.behind.join(', ') })}</Status>
}

function standingOf({
  release,
  running,
  behind,
}: ProjectAppView): readonly [Tone, 'current' | 'behind' | 'stopped' | 'neverDeployed'] {
  if (release === null) return ['none', 'neverDeployed']
  if (behind.length === 0) return ['ok', 'current']
  return running ? ['warn', 'behind'] : ['off', 'stopped']
}
