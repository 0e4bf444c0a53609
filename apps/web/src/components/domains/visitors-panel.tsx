'use client'

import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { DoorList } from './door-list.tsx'
import { useRefreshDoor } from './use-door.ts'

const VisitorDialog = dynamic(() => import('./visitor-dialog.tsx').then((m) => m.VisitorDialog))

/** Who may visit, by name and password. */
export function VisitorsPanel() {
  const t = useTranslations('appDoor')
  const app = useAppName()
  const onSuccess = useRefreshDoor()
  const remove = useMutation(useTRPC().door.removeUser.mutationOptions({ onSuccess }))
  return (
    <DoorList
      title={t('visitors')}
      hint={t('visitorsHint')}
      addText={t('addVisitor')}
      emptyText={t('everybody')}
      removal={remove}
      items={({ users }) =>
        users.map((name) => ({
          key: name,
          shown: <span className="min-w-0 flex-1 break-all">{name}</span>,
          removeText: t('removeVisitor', { name }),
          onRemove: () => remove.mutate({ ...app, name }),
        }))
      }
      dialog={(onClose) => <VisitorDialog onClose={onClose} />}
    />
  )
}
