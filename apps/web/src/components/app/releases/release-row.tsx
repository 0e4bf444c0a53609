'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { ReleaseView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CopyId } from '../../copy-text.tsx'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { ReleaseStatus } from './release-status.tsx'
import { RollbackButton } from './rollback-button.tsx'

export function ReleaseRow(props: { release: ReleaseView; current: ReleaseView | undefined }) {
  const t = useTranslations('releases')
  const app = useTranslations('app')
  const name = useAppName()
  const { release } = props
  return (
    <Tr>
      <Td className="whitespace-nowrap">
        <Link
          href={`/t/${name.tenant}/apps/${name.app}/releases/${release.number}`}
          className="rounded-sm font-medium underline-offset-4 tabular hover:underline"
        >
          #{release.number}
        </Link>
        {release.rollbackOf === null ? null : (
          <Badge className="ml-2">{t('rollbackOf', { number: release.rollbackOf })}</Badge>
        )}
      </Td>
      <Td label={t('stateHead')}>
        <ReleaseStatus state={release.state} />
      </Td>
      <Td label={t('image')} className="max-w-64">
        <span className="block truncate font-mono text-xs" title={release.image}>
          {release.image}
        </span>
        <CopyId text={release.digest} shown={release.digest.slice(0, 19)} className="text-faint" />
      </Td>
      <Td label={t('config')} className="text-xs text-muted tabular max-xl:hidden">
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
      <Td label={t('made')}>
        <When at={release.createdAt} />
        <span className="block max-w-44 truncate text-xs text-faint">{release.by}</span>
      </Td>
      <Td className="text-right">
        <RollbackButton to={release} from={props.current} />
      </Td>
    </Tr>
  )
}
