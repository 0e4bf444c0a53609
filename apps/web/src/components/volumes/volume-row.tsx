'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { VolumeView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Meter } from '@berth/ui/meter.tsx'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'

const VolumeDialog = dynamic(() => import('./volume-dialog.tsx').then((module) => module.VolumeDialog))

const TONES: Readonly<Record<VolumeView['state'], Tone>> = {
  new: 'none',
  ready: 'ok',
  restoring: 'busy',
  deleted: 'off',
}

export function VolumeRow({ volume, withApp = false }: { volume: VolumeView; withApp?: boolean }) {
  const t = useTranslations('volumes')
  const tenant = useTenant()
  const [open, setOpen] = useState(false)
  const { name, state, problem, usedBytes, bytes, app, mounts, snapshots, shared } = volume
  const sizes = t('usedOf', { used: formatBytes(usedBytes), bytes: formatBytes(bytes) })
  return (
    <Tr>
      <Td>
        <span className="font-medium">{name}</span> {shared ? <Badge>{t('shared')}</Badge> : null}
      </Td>
      <Td label={t('state')}>
        <Status tone={problem === null ? TONES[state] : 'warn'}>{t(`stateOf.${state}`)}</Status>
        {problem === null ? null : <span className="block max-w-64 text-xs text-muted">{problem}</span>}
      </Td>
      <Td label={t('used')}>
        <div className="min-w-36">
          <Meter label={sizes} used={usedBytes} total={bytes} text="" />
        </div>
      </Td>
      <Td label={withApp ? t('attached') : t('mounted')}>
        {withApp && app !== null ? (
          <Link className="text-accent-text hover:underline" href={`/t/${tenant}/apps/${app}/storage`}>
            {app}
          </Link>
        ) : null}
        {app === null ? <span className="text-muted">{t('notAttached')}</span> : null}
        {mounts.map(({ process, path, readOnly }) => (
          <span key={`${process} ${path}`} className="block text-xs">
            <code className="font-mono [overflow-wrap:anywhere]">{path}</code>{' '}
            <span className="text-faint">
              {readOnly ? t('inReadOnly', { process }) : t('in', { process })}
            </span>
          </span>
        ))}
      </Td>
      <Td label={t('snapshots')}>
        <span className="tabular">{snapshots.length}</span>
      </Td>
      <Td className="w-px text-right whitespace-nowrap">
        <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
          {t('open')}
        </Button>
        {open ? <VolumeDialog volume={volume} onClose={() => setOpen(false)} /> : null}
      </Td>
    </Tr>
  )
}
