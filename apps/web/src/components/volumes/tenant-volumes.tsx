'use client'

import { HardDrive } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ListPage } from '../list-page.tsx'
import { TargetPanel } from './backups/target-panel.tsx'
import { useVolumes } from './use-volumes.ts'
import { useVolumeHeads } from './volume-heads.ts'
import { VolumeRow } from './volume-row.tsx'

const NewVolumeDialog = dynamic(() =>
  import('./new-volume-dialog.tsx').then((module) => module.NewVolumeDialog),
)

/** All volumes of a tenant, also those that no app has. */
export function TenantVolumes() {
  const t = useTranslations('volumes')
  const volumes = useVolumes()
  const heads = useVolumeHeads({ withApp: true })
  const [making, setMaking] = useState(false)
  return (
    <ListPage
      title={t('title')}
      hint={t('hint')}
      add={{ text: t('create'), onClick: () => setMaking(true) }}
      empty={{ icon: HardDrive, title: t('empty'), hint: t('emptyHint') }}
      query={volumes}
      heads={heads}
      row={(volume) => <VolumeRow key={volume.id} volume={volume} withApp />}
      command="berth volumes create data --size 5G"
    >
      <TargetPanel
        volumes={(volumes.data ?? []).flatMap(({ name, state }) => (state === 'deleted' ? [] : [name]))}
      />
      {making ? <NewVolumeDialog onClose={() => setMaking(false)} /> : null}
    </ListPage>
  )
}
