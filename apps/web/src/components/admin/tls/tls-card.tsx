'use client'

import type { OwnTlsView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'
import { BringDialog } from './bring-dialog.tsx'
import { TlsHost } from './tls-host.tsx'

/** The certificates of the platform's own names: until when, of whom, and what went wrong. */
export function TlsCard() {
  const t = useTranslations('tls')
  const { tls } = useTRPC()
  const view = useQuery(tls.overview.queryOptions({}, { refetchInterval: 5_000 })).data
  const [bringing, setBringing] = useState(false)
  if (view === undefined) return null
  return (
    <Panel
      title={t('title')}
      actions={view.mode === 'off' ? null : <Button onClick={() => setBringing(true)}>{t('bring')}</Button>}
    >
      {bringing ? <BringDialog onClose={() => setBringing(false)} /> : null}
      {view.mode === 'off' ? <p className="text-sm text-muted">{t('off')}</p> : <Hosts view={view} />}
    </Panel>
  )
}

function Hosts({ view }: { view: OwnTlsView }) {
  const t = useTranslations('tls')
  const hasFailed = view.hosts.some(({ failure }) => failure !== null)
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul className="grid grid-cols-1 gap-4">
        {view.hosts.map((host) => (
          <TlsHost key={host.host} host={host} />
        ))}
      </ul>
      {view.apps.total > 0 ? <p className="text-sm text-muted">{t('apps', view.apps)}</p> : null}
      {hasFailed ? (
        <div className="grid gap-3 justify-items-start">
          <p className="text-sm text-muted">{t('reach')}</p>
          <TryButton />
        </div>
      ) : null}
    </div>
  )
}

function TryButton() {
  const t = useTranslations('tls')
  const { tls } = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const tryNow = useMutation(
    tls.tryNow.mutationOptions({
      onSuccess: () => notify.success(t('tried')),
      onError: (error) => notify.error(errorText(error).title),
      onSettled: () => queryClient.invalidateQueries({ queryKey: tls.pathKey() }),
    }),
  )
  return (
    <Button busy={tryNow.isPending} onClick={() => tryNow.mutate({})}>
      {t('tryNow')}
    </Button>
  )
}
