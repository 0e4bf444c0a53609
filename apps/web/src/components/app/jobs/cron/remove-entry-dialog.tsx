'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '../../../confirm-dialog.tsx'
import { useAppName } from '../../use-app.ts'
import { useSetCron } from './use-set-cron.ts'

/** It can be taken back: the release before has it. */
export function RemoveEntryDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('jobs')
  const app = useAppName()
  const change = useSetCron(onClose)
  return (
    <ConfirmDialog
      title={t('removeEntry', { name })}
      hint={t('removeHint')}
      action={t('remove')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ ...app, remove: [name] })}
      onClose={onClose}
    />
  )
}
