'use client'

import type { SecretView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import type { UseQueryResult } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { QueryView } from '../query-view.tsx'
import type { SecretChanges, SecretOwner } from './secret-changes.ts'
import { SecretRow } from './secret-row.tsx'

const SetSecretDialog = dynamic(() =>
  import('./set-secret-dialog.tsx').then((module) => module.SetSecretDialog),
)
const RemoveSecretDialog = dynamic(() =>
  import('./remove-secret-dialog.tsx').then((module) => module.RemoveSecretDialog),
)

type Doing = { readonly act: 'set' | 'remove'; readonly secret: SecretView } | { readonly act: 'add' }

/** What programs are given and nobody reads back: their names and versions, and how they are changed. */
export function SecretsPanel(props: {
  owner: SecretOwner
  secrets: UseQueryResult<SecretView[], unknown>
  changes: SecretChanges
}) {
  const t = useTranslations('secrets')
  const may = useMay()
  const { owner, secrets, changes } = props
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = () => {
    setDoing(null)
    changes.reset()
  }
  const dialog = { owner, changes, onClose: close }
  const title = t(`titleOf.${owner}`)
  const add = (
    <Button size="sm" disabled={!may('app:deploy')} onClick={() => setDoing({ act: 'add' })}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  return (
    <>
      <Panel title={title} description={t(`hintOf.${owner}`)} actions={add} bodyClassName="p-0">
        <QueryView query={secrets} skeleton={<Skeleton className="h-16" />}>
          {(list) =>
            list.length === 0 ? (
              <p className="px-4 py-6 text-sm text-muted">{t('empty')}</p>
            ) : (
              <ul aria-label={title} className="divide-y">
                {list.map((secret) => (
                  <SecretRow
                    key={secret.name}
                    secret={secret}
                    onSet={() => setDoing({ act: 'set', secret })}
                    onRemove={() => setDoing({ act: 'remove', secret })}
                  />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Panel>
      {doing?.act === 'add' ? <SetSecretDialog {...dialog} secret={null} /> : null}
      {doing?.act === 'set' ? <SetSecretDialog {...dialog} secret={doing.secret} /> : null}
      {doing?.act === 'remove' ? <RemoveSecretDialog {...dialog} secret={doing.secret} /> : null}
    </>
  )
}
