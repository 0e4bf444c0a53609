'use client'

import type { SecretView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import type { SecretChanges, SecretOwner } from './secret-changes.ts'

/** It can be taken back: releases that have it keep it. */
export function RemoveSecretDialog(props: {
  owner: SecretOwner
  secret: SecretView
  changes: SecretChanges
  onClose: () => void
}) {
  const t = useTranslations('secrets')
  const { owner, secret, changes, onClose } = props
  return (
    <ConfirmDialog
      title={t('removeTitle', { name: secret.name })}
      hint={t(`removeHintOf.${owner}`)}
      action={t('remove')}
      busy={changes.isPending}
      error={changes.error}
      onConfirm={() => changes.mutate({ unset: [secret.name] }, onClose)}
      onClose={onClose}
    />
  )
}
