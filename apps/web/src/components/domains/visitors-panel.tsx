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

const VisitorDialog = dynamic(() => import('./visitor-dialog.tsx').then((m) => m.VisitorDialog))

/** Who may visit, by name and password. */
export function VisitorsPanel() {
  const t = useTranslations('appDoor')
  const name = useAppName()
  const mayChange = useMay()('app:deploy')
  const door = useDoor()
  const refresh = useRefreshDoor()
  const [adding, setAdding] = useState(false)
  const remove = useMutation(useTRPC().door.removeUser.mutationOptions({ onSuccess: refresh }))
  return (
    <Panel
      title={t('visitors')}
      description={t('visitorsHint')}
      actions={<AddButton text={t('addVisitor')} onClick={() => setAdding(true)} />}
      bodyClassName="p-0"
    >
      <QueryView query={door} skeleton={<Skeleton className="h-12" />}>
        {({ users }) =>
          users.length === 0 ? (
            <p className="px-4 py-4 text-sm text-muted">{t('everybody')}</p>
          ) : (
            <ul aria-label={t('visitors')} className="divide-y">
              {users.map((user) => (
                <li key={user} className="flex items-center gap-3 px-4 py-2 text-sm">
                  <span className="min-w-0 flex-1 break-all">{user}</span>
                  <IconButton
                    size="icon-sm"
                    label={t('removeVisitor', { name: user })}
                    disabled={!mayChange || remove.isPending}
                    onClick={() => remove.mutate({ ...name, name: user })}
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
      {adding ? <VisitorDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}
