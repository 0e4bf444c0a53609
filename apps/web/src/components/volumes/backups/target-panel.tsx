'use client'

import type { BackupTargetView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ConfirmByName } from '../../confirm-by-name.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { StrayBackups } from './stray-backups.tsx'
import { useBackups, useRefreshBackups } from './use-backups.ts'

const TargetDialog = dynamic(() => import('./target-dialog.tsx').then((module) => module.TargetDialog))

/** The bucket of the tenant, and what is in it of volumes that are not here. */
export function TargetPanel({ volumes }: { volumes: readonly string[] }) {
  const t = useTranslations('volumes.backups')
  const view = useBackups()
  return (
    <Panel title={t('target.title')} description={t('target.hint')}>
      <QueryView query={view} skeleton={<TableSkeleton />}>
        {({ target, backups }) => (
          <div className="grid grid-cols-1 gap-4">
            <Target target={target} />
            <StrayBackups backups={backups.filter(({ volume }) => !volumes.includes(volume))} />
          </div>
        )}
      </QueryView>
    </Panel>
  )
}

function Target({ target }: { target: BackupTargetView | null }) {
  const t = useTranslations('volumes.backups')
  const tenant = useTenant()
  const may = useMay()
  const trpc = useTRPC()
  const refresh = useRefreshBackups()
  const [dialog, setDialog] = useState<'change' | 'remove' | null>(null)
  const look = useMutation(
    trpc.backups.refresh.mutationOptions({
      onSuccess: async ({ backups, unread = 0 }) => {
        notify.success(t('refreshed', { count: backups.length }))
        if (unread > 0) notify.error(t('unread', { count: unread }))
        await refresh()
      },
    }),
  )
  const remove = useMutation(
    trpc.backups.removeTarget.mutationOptions({
      onSuccess: async () => {
        notify.success(t('target.removed'))
        setDialog(null)
        await refresh()
      },
    }),
  )
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {target ? (
          <p className="mr-auto min-w-0 text-sm">
            <code className="font-mono [overflow-wrap:anywhere]">
              {target.bucket}
              {target.prefix ? `/${target.prefix}` : ''}
            </code>{' '}
            <span className="text-muted [overflow-wrap:anywhere]">{target.endpoint}</span>
            <span className="block text-xs text-muted">{t('target.by', { by: target.changedBy })}</span>
          </p>
        ) : (
          <p className="mr-auto max-w-xl text-sm text-muted">{t('target.none')}</p>
        )}
        {target ? (
          <Button
            size="sm"
            disabled={!may('app:deploy')}
            busy={look.isPending}
            onClick={() => look.mutate({ tenant })}
          >
            {t('target.refresh')}
          </Button>
        ) : null}
        <Button size="sm" disabled={!may('backup:manage')} onClick={() => setDialog('change')}>
          {target ? t('target.change') : t('target.set')}
        </Button>
        {target ? (
          <Button
            size="sm"
            variant="danger-quiet"
            disabled={!may('backup:manage')}
            onClick={() => setDialog('remove')}
          >
            {t('target.remove')}
          </Button>
        ) : null}
      </div>
      {look.error ? <ErrorCallout error={look.error} /> : null}
      {dialog === 'change' ? <TargetDialog target={target} onClose={() => setDialog(null)} /> : null}
      {target && dialog === 'remove' ? (
        <ConfirmByName
          open
          onOpenChange={(open) => open || setDialog(null)}
          title={t('target.removeTitle')}
          name={target.bucket}
          action={t('target.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ tenant })}
        >
          {t('target.removeHint')}
        </ConfirmByName>
      ) : null}
    </div>
  )
}
