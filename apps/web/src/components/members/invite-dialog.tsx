'use client'

import type { Role } from '@berth/core/role.ts'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ShownOnce } from '../shown-once.tsx'
import { useRoles } from './use-roles.ts'

/** Invites by e-mail; where none can be sent, the link is for copying. */
export function InviteDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('members')
  const common = useTranslations('common')
  const tenant = useTenant()
  const roles = useRoles()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('developer')
  const invite = useMutation(
    trpc.invitations.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.invitations.pathKey() }),
    }),
  )
  const close = () => {
    props.onOpenChange(false)
    invite.reset()
    setEmail('')
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    invite.mutate({ tenant, email, role })
  }
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => (open ? props.onOpenChange(true) : close())}
      title={t('inviteTitle', { tenant })}
      closeLabel={common('close')}
    >
      {invite.data ? (
        <>
          {invite.data.link ? (
            <ShownOnce text={invite.data.link} hint={t('linkHint', { email: invite.data.email })} />
          ) : (
            <p className="text-sm">{t('mailed', { email: invite.data.email })}</p>
          )}
          <DialogFooter>
            <Button variant="primary" onClick={close}>
              {common('done')}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          <Field label={t('email')}>
            <Input type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
          <Field label={t('role')} hint={t(`roleHint.${role}`)}>
            <Select value={role} onValueChange={setRole} options={roles} />
          </Field>
          {invite.error ? <ErrorCallout error={invite.error} /> : null}
          <DialogFooter>
            <Button onClick={close}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" busy={invite.isPending}>
              {t('invite')}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  )
}
