'use client'

import type { SecretView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { useAppName } from '../use-app.ts'
import { SecretRow } from './secret-row.tsx'

const SetSecretDialog = dynamic(() =>
  import('./set-secret-dialog.tsx').then((module) => module.SetSecretDialog),
)
const RemoveSecretDialog = dynamic(() =>
  import('./remove-secret-dialog.tsx').then((module) => module.RemoveSecretDialog),
)

type Doing = { readonly act: 'set' | 'remove'; readonly secret: SecretView } | { readonly act: 'add' }

/** What the app is given and nobody reads back. */
export function Secrets() {
  const t = useTranslations('secrets')
  const name = useAppName()
  const may = useMay()
  const secrets = useQuery(useTRPC().secrets.list.queryOptions(name))
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = () => setDoing(null)
  const add = (
    <Button size="sm" disabled={!may('app:deploy')} onClick={() => setDoing({ act: 'add' })}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  return (
    <>
      <Panel title={t('title')} description={t('hint')} actions={add} bodyClassName="p-0">
        <QueryView query={secrets} skeleton={<Skeleton className="h-16" />}>
          {(list) =>
            list.length === 0 ? (
              <p className="px-4 py-6 text-sm text-muted">{t('empty')}</p>
            ) : (
              <ul aria-label={t('title')} className="divide-y">
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
      <CliHint command={`berth secrets ${name.app} set NAME`} />
      {doing?.act === 'add' ? <SetSecretDialog secret={null} onClose={close} /> : null}
      {doing?.act === 'set' ? <SetSecretDialog secret={doing.secret} onClose={close} /> : null}
      {doing?.act === 'remove' ? <RemoveSecretDialog secret={doing.secret} onClose={close} /> : null}
    </>
  )
}
