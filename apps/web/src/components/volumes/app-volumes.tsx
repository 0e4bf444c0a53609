'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useAppName } from '../app/use-app.ts'
import { CliHint } from '../cli-hint.tsx'
import { ListTable } from '../list-table.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { useVolumes } from './use-volumes.ts'
import { useVolumeHeads } from './volume-heads.ts'
import { VolumeRow } from './volume-row.tsx'

const AttachVolumeDialog = dynamic(() =>
  import('./attach-volume-dialog.tsx').then((module) => module.AttachVolumeDialog),
)

/** What of an app's files outlives its releases. */
export function AppVolumes() {
  const t = useTranslations('volumes')
  const { app } = useAppName()
  const may = useMay()
  const volumes = useVolumes(app)
  const heads = useVolumeHeads({ withApp: false })
  const [attaching, setAttaching] = useState(false)
  const attach = (
    <Button size="sm" disabled={!may('app:deploy')} onClick={() => setAttaching(true)}>
      <Plus aria-hidden />
      {t('attach')}
    </Button>
  )
  return (
    <>
      <Panel title={t('title')} description={t('appHint')} actions={attach}>
        <QueryView query={volumes} skeleton={<TableSkeleton />}>
          {(list) =>
            list.length === 0 ? (
              <p className="text-sm text-muted">{t('appEmpty')}</p>
            ) : (
              <ListTable label={t('title')} heads={heads}>
                {list.map((volume) => (
                  <VolumeRow key={volume.id} volume={volume} />
                ))}
              </ListTable>
            )
          }
        </QueryView>
      </Panel>
      <CliHint command={`berth volumes attach ${app} data /data`} />
      {attaching ? <AttachVolumeDialog onClose={() => setAttaching(false)} /> : null}
    </>
  )
}
