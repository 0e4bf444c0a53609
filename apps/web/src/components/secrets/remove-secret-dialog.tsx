'use client'

import type { SecretView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../error-callout.tsx'
import type { SecretChanges, SecretOwner } from './secret-changes.ts'

/** It can be taken back: releases that have it keep it. */
export function RemoveSecretDialog(props: {
  owner: SecretOwner
  secret: SecretView
  changes: SecretChanges
  onClose: () => void
}) {
  const t = useTranslations('secrets')
  const common = useTranslations('common')
  const { owner, secret, changes, onClose } = props
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('removeTitle', { name: secret.name })}
      description={t(`removeHintOf.${owner}`)}
      closeLabel={common('close')}
    >
      {changes.error ? <ErrorCallout error={changes.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          variant="danger"
          busy={changes.isPending}
          onClick={() => changes.mutate({ unset: [secret.name] }, onClose)}
        >
          {t('remove')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
