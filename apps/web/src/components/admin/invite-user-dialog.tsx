'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ShownOnce } from '../shown-once.tsx'

export function InviteUserDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('admin')
  const members = useTranslations('members')
  const common = useTranslations('common')
  const [email, setEmail] = useState('')
  const invite = useMutation(useTRPC().admin.inviteUser.mutationOptions())
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    invite.mutate({ email })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('inviteUser')}
      description={t('inviteUserHint')}
      closeLabel={common('close')}
    >
      {invite.data ? (
        <>
          {invite.data.link ? (
            <ShownOnce text={invite.data.link} hint={members('linkHint', { email })} />
          ) : (
            <p className="text-sm">{members('mailed', { email })}</p>
          )}
          <DialogFooter>
            <Button variant="primary" onClick={onClose}>
              {common('done')}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          <Field label={members('email')}>
            <Input type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
          {invite.error ? <ErrorCallout error={invite.error} /> : null}
          <DialogFooter>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" busy={invite.isPending}>
              {t('inviteUser')}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  )
}
