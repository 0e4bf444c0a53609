'use client'

import type { SecretView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { ErrorCallout } from '../error-callout.tsx'
import type { SecretChanges, SecretOwner } from './secret-changes.ts'

/** A new secret, or a new value for one. What is typed is sent and never comes back. */
export function SetSecretDialog(props: {
  owner: SecretOwner
  secret: SecretView | null
  changes: SecretChanges
  onClose: () => void
}) {
  const t = useTranslations('secrets')
  const common = useTranslations('common')
  const { owner, secret, changes, onClose } = props
  const [name, setName] = useState(secret?.name ?? '')
  const [value, setValue] = useState('')
  const [as, setAs] = useState(secret?.as ?? 'env')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    changes.mutate({ set: { [name]: { value, as } } }, onClose)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={secret ? t('setTitle', { name: secret.name }) : t('add')}
      description={t('setHint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        {secret ? null : (
          <Field label={t('name')}>
            <Input
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="API_KEY"
              value={name}
              onChange={(event) => setName(event.target.value.trim())}
              className="font-mono"
            />
          </Field>
        )}
        <Field label={t('value')}>
          <Textarea
            rows={4}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            className="font-mono"
          />
        </Field>
        <Field label={t('as')} hint={t('asHint', { path: `/run/secrets/${name || 'NAME'}` })}>
          <Select
            value={as}
            onValueChange={setAs}
            options={[
              { value: 'env', label: t('env') },
              { value: 'file', label: t('file') },
            ]}
          />
        </Field>
        {changes.error ? <ErrorCallout error={changes.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={changes.isPending}
            disabled={name === '' || value === ''}
          >
            {t(`applyOf.${owner}`)}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
