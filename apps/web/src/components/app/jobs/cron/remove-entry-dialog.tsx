'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../../../error-callout.tsx'
import { useAppName } from '../../use-app.ts'
import { useSetCron } from './use-set-cron.ts'

/** It can be taken back: the release before has it. */
export function RemoveEntryDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('jobs')
  const common = useTranslations('common')
  const app = useAppName()
  const change = useSetCron(onClose)
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('removeEntry', { name })}
      description={t('removeHint')}
      closeLabel={common('close')}
    >
      {change.error ? <ErrorCallout error={change.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          variant="danger"
          busy={change.isPending}
          onClick={() => change.mutate({ ...app, remove: [name] })}
        >
          {t('remove')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
