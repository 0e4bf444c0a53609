'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode, SubmitEvent } from 'react'
import { ErrorCallout } from './error-callout.tsx'
import { ShownOnce } from './shown-once.tsx'

/** A form that makes something with a secret, which is shown in this dialog and never again. */
export function ShownOnceDialog(props: {
  title: string
  /** as soon as there is one it takes the place of the form */
  secret: string | undefined
  secretHint: string
  error: unknown
  busy: boolean
  disabled: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}) {
  const common = useTranslations('common')
  const { title, secret, onClose } = props
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={title} closeLabel={common('close')}>
      {secret === undefined ? (
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          {props.children}
          {props.error ? <ErrorCallout error={props.error} /> : null}
          <DialogFooter>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" busy={props.busy} disabled={props.disabled}>
              {title}
            </Button>
          </DialogFooter>
        </form>
      ) : (
        <>
          <ShownOnce text={secret} hint={props.secretHint} />
          <DialogFooter>
            <Button variant="primary" onClick={onClose}>
              {common('done')}
            </Button>
          </DialogFooter>
        </>
      )}
    </Dialog>
  )
}
