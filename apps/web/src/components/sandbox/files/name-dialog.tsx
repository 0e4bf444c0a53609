'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { isName } from './file-paths.ts'

/** Asks for the name of a file or a folder. */
export function NameDialog(props: {
  title: string
  name?: string
  busy: boolean
  onClose: () => void
  onName: (name: string) => void
}) {
  const t = useTranslations('sandboxFiles')
  const common = useTranslations('common')
  const [name, setName] = useState(props.name ?? '')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isName(name)) props.onName(name)
  }
  return (
    <Dialog open onOpenChange={props.onClose} title={props.title} closeLabel={common('close')}>
      <form onSubmit={submit}>
        <Field label={t('name')} error={name === '' || isName(name) ? undefined : t('noName')}>
          <Input
            required
            maxLength={255}
            spellCheck={false}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <DialogFooter>
          <Button onClick={props.onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={props.busy}>
            {t('ok')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
