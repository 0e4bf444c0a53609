'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { ReleaseView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMay } from '../../../session/use-may.ts'
import { CopyId } from '../../copy-text.tsx'
import { When } from '../../when.tsx'

export function ReleaseRow(props: {
  release: ReleaseView
  /** null where there is nothing to roll back from */
  onRollback: (() => void) | null
}) {
  const { release, onRollback } = props

  const t = useTranslations('releases')
  const app = useTranslations('app')
  const may = useMay()
  return (
    <Tr>
      <Td className="whitespace-nowrap">
        <span className="font-medium tabular">#{release.number}</span>
        <span className="ml-2 inline-flex gap-1">
          {release.current ? <Badge tone="ok">{t('current')}</Badge> : null}
          {release.rollbackOf === null ? null : (
            <Badge>{t('rollbackOf', { number: release.rollbackOf })}</Badge>
          )}
        </span>
      </Td>
      <Td className="max-w-64">
        <span className="block truncate font-mono text-xs" title={release.image}>
          {release.image}
        </span>
        <CopyId text={release.digest} shown={release.digest.slice(0, 19)} className="text-faint" />
      </Td>
      <Td className="text-xs text-muted tabular max-xl:hidden">
        <span className="block whitespace-nowrap">
          {app('limitsText', {
            cpu: release.limits.cpu,
            memory: formatBytes(release.limits.memory),
            pids: release.limits.pids,
          })}
        </span>
        <span className="whitespace-nowrap text-faint">
          {t('configText', {
            port: release.port ?? '–',
            replicas: release.replicas,
            env: release.envNames.length,
          })}
        </span>
      </Td>
      <Td>
        <When at={release.createdAt} />
        <span className="block max-w-44 truncate text-xs text-faint">{release.by}</span>
      </Td>
      <Td className="text-right">
        {onRollback === null || !may('app:deploy') ? null : (
          <Button size="sm" onClick={onRollback}>
            <Undo2 aria-hidden />
            {t('rollBack')}
          </Button>
        )}
      </Td>
    </Tr>
  )
}
