'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ErrorCallout } from './error-callout.tsx'

/** Asks once more before something goes. What cannot be had back asks for its name: `ConfirmByName`. */
export function ConfirmDialog(props: {
  title: string
  hint?: ReactNode
  action: string
  busy: boolean
  disabled?: boolean
  error?: unknown
  onConfirm: () => void
  onClose: () => void
  children?: ReactNode
}) {
  const t = useTranslations('common')
  const { onClose } = props
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={props.title}
      description={props.hint}
      closeLabel={t('close')}
    >
      {props.children}
      {props.error ? <ErrorCallout error={props.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button variant="danger" busy={props.busy} disabled={props.disabled} onClick={props.onConfirm}>
          {props.action}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
