'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode, SubmitEvent } from 'react'
import { ErrorCallout } from '../error-callout.tsx'

/** A form in a dialog: fields, what went wrong, and one way on. */
export function FormDialog(props: {
  title: string
  hint?: string
  submit: string
  error: unknown
  busy: boolean
  /** further ways on, at the left */
  more?: ReactNode
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}) {
  const common = useTranslations('common')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || props.onClose()}
      title={props.title}
      description={props.hint}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        {props.children}
        {props.error ? <ErrorCallout error={props.error} /> : null}
        <DialogFooter>
          {props.more}
          <Button onClick={props.onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={props.busy}>
            {props.submit}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
