'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { ErrorCallout } from './error-callout.tsx'

/** Asks for the name of what will be gone for good, and says what goes with it. */
export function ConfirmByName(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  name: string
  action: string
  busy: boolean
  error: unknown
  onConfirm: () => void
  children: ReactNode
}) {
  const t = useTranslations('common')
  const [typed, setTyped] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (typed === props.name) props.onConfirm()
  }
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.children}
      closeLabel={t('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field
          label={t.rich('typeName', {
            name: props.name,
            code: (chunks) => <code className="font-mono text-ink">{chunks}</code>,
          })}
        >
          <Input
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {props.error ? <ErrorCallout error={props.error} /> : null}
        <DialogFooter>
          <Button onClick={() => props.onOpenChange(false)}>{t('cancel')}</Button>
          <Button type="submit" variant="danger" busy={props.busy} disabled={typed !== props.name}>
            {props.action}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
