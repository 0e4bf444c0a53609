'use client'

import { IconButton } from '@berth/ui/icon-button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'
import { AddButton } from './add-button.tsx'
import { useDoor, useRefreshDoor } from './use-door.ts'

const RedirectDialog = dynamic(() => import('./redirect-dialog.tsx').then((m) => m.RedirectDialog))

export function RedirectsPanel() {
  const t = useTranslations('appDoor')
  const name = useAppName()
  const mayChange = useMay()('app:deploy')
  const door = useDoor()
  const refresh = useRefreshDoor()
  const [adding, setAdding] = useState(false)
  const remove = useMutation(useTRPC().door.removeRedirect.mutationOptions({ onSuccess: refresh }))
  return (
    <Panel
      title={t('redirects')}
      description={t('redirectsHint')}
      actions={<AddButton text={t('addRedirect')} onClick={() => setAdding(true)} />}
      bodyClassName="p-0"
    >
      <QueryView query={door} skeleton={<Skeleton className="h-12" />}>
        {({ redirects }) =>
          redirects.length === 0 ? (
            <p className="px-4 py-4 text-sm text-muted">{t('noRedirects')}</p>
          ) : (
            <ul aria-label={t('redirects')} className="divide-y">
              {redirects.map(({ from, to, status }) => (
                <li key={from} className="flex items-center gap-3 px-4 py-2 text-sm">
                  <span className="min-w-0 flex-1 font-mono break-all">
                    {from} <span aria-hidden>→</span> {to}
                  </span>
                  <span className="tabular text-muted">{status}</span>
                  <IconButton
                    size="icon-sm"
                    label={t('removeRedirect', { from })}
                    disabled={!mayChange || remove.isPending}
                    onClick={() => remove.mutate({ ...name, from })}
                  >
                    <Trash2 aria-hidden />
                  </IconButton>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {remove.error ? <ErrorCallout error={remove.error} /> : null}
      {adding ? <RedirectDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}
