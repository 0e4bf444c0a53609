'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import type { KeyAccess } from './key-access.ts'

/** Takes a pasted public key; what is wrong with it is said here, and the form keeps it. */
export function AddKeyDialog(props: { title: string; onAdd: KeyAccess['add']; onClose: () => void }) {
  const t = useTranslations('sshKeys')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [publicKey, setPublicKey] = useState('')
  const add = useMutation({
    mutationFn: props.onAdd,
    onSuccess: async (key) => {
      notify.success(t('added', { name: key.name }))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() })
    },
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    add.mutate({ name, publicKey })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || props.onClose()}
      title={props.title}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('name')} hint={t('nameHint')}>
          <Input required maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t('publicKey')} hint={t('publicKeyHint')}>
          <Textarea
            required
            maxLength={10_000}
            spellCheck={false}
            autoComplete="off"
            placeholder="ssh-ed25519 AAAA…"
            className="font-mono text-xs break-all"
            value={publicKey}
            onChange={(event) => setPublicKey(event.target.value)}
          />
        </Field>
        {add.error ? <ErrorCallout error={add.error} /> : null}
        <DialogFooter>
          <Button onClick={props.onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={add.isPending}>
            {props.title}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
