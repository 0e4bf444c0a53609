'use client'

import type { SecretView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../../error-callout.tsx'
import { useAppName } from '../use-app.ts'
import { useChangeSecrets } from './use-change-secrets.ts'

/** It can be taken back: the release before has it. */
export function RemoveSecretDialog({ secret, onClose }: { secret: SecretView; onClose: () => void }) {
  const t = useTranslations('secrets')
  const common = useTranslations('common')
  const app = useAppName()
  const change = useChangeSecrets(onClose)
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('removeTitle', { name: secret.name })}
      description={t('removeHint')}
      closeLabel={common('close')}
    >
      {change.error ? <ErrorCallout error={change.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          variant="danger"
          busy={change.isPending}
          onClick={() => change.mutate({ ...app, unset: [secret.name] })}
        >
          {t('remove')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
