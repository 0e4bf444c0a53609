'use client'

import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { DoorList } from './door-list.tsx'
import { useRefreshDoor } from './use-door.ts'

const RedirectDialog = dynamic(() => import('./redirect-dialog.tsx').then((m) => m.RedirectDialog))

export function RedirectsPanel() {
  const t = useTranslations('appDoor')
  const name = useAppName()
  const onSuccess = useRefreshDoor()
  const remove = useMutation(useTRPC().door.removeRedirect.mutationOptions({ onSuccess }))
  return (
    <DoorList
      title={t('redirects')}
      hint={t('redirectsHint')}
      addText={t('addRedirect')}
      emptyText={t('noRedirects')}
      removal={remove}
      items={({ redirects }) =>
        redirects.map(({ from, to, status }) => ({
          key: from,
          shown: (
            <>
              <span className="min-w-0 flex-1 font-mono break-all">
                {from} <span aria-hidden>→</span> {to}
              </span>
              <span className="tabular text-muted">{status}</span>
            </>
          ),
          removeText: t('removeRedirect', { from }),
          onRemove: () => remove.mutate({ ...name, from }),
        }))
      }
      dialog={(onClose) => <RedirectDialog onClose={onClose} />}
    />
  )
}
