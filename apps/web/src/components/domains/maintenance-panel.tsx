'use client'

import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'
import { When } from '../when.tsx'
import { useDoor, useRefreshDoor } from './use-door.ts'

const MaintenanceDialog = dynamic(() => import('./maintenance-dialog.tsx').then((m) => m.MaintenanceDialog))

/** Whether visitors meet a page instead of the app. */
export function MaintenancePanel() {
  const t = useTranslations('appDoor')
  const name = useAppName()
  const mayChange = useMay()('app:deploy')
  const door = useDoor()
  const refresh = useRefreshDoor()
  const [beginning, setBeginning] = useState(false)
  const end = useMutation(useTRPC().door.setMaintenance.mutationOptions({ onSuccess: refresh }))
  return (
    <Panel title={t('maintenance')} description={t('maintenanceHint')}>
      <QueryView query={door} skeleton={<Skeleton className="h-12" />}>
        {({ maintenance }) =>
          maintenance === null ? (
            <Button size="sm" disabled={!mayChange} onClick={() => setBeginning(true)}>
              {t('begin')}
            </Button>
          ) : (
            <Callout
              tone="warn"
              title={maintenance.message}
              actions={
                <Button
                  size="sm"
                  disabled={!mayChange}
                  busy={end.isPending}
                  onClick={() => end.mutate({ ...name, maintenance: null })}
                >
                  {t('end')}
                </Button>
              }
            >
              <p className="text-xs text-muted">
                {t('since', { by: maintenance.by })} <When at={maintenance.since} />
                {maintenance.allow.length > 0
                  ? ` · ${t('allowed', { addresses: maintenance.allow.join(', ') })}`
                  : null}
              </p>
            </Callout>
          )
        }
      </QueryView>
      {end.error ? <ErrorCallout error={end.error} /> : null}
      {beginning ? <MaintenanceDialog onClose={() => setBeginning(false)} /> : null}
    </Panel>
  )
}
