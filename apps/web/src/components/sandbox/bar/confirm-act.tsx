'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import { useSandboxAct } from '../use-sandbox.ts'

/** Says what goes, before it goes. */
export function ConfirmAct({ act, onClose }: { act: 'reset' | 'end'; onClose: () => void }) {
  const t = useTranslations('sandbox')
  const common = useTranslations('common')
  const { busy, run } = useSandboxAct(act, onClose)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`${act}Ask`)}
      description={t(`${act}Hint`)}
      closeLabel={common('close')}
    >
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button variant={act === 'end' ? 'danger' : 'primary'} busy={busy} onClick={run}>
          {t(act)}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
