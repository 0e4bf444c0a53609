'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ShownOnce } from '../shown-once.tsx'
import { type WebhookDraft, WebhookFields } from './webhook-fields.tsx'

const EMPTY: WebhookDraft = { name: '', url: '', events: ['push'], repositories: '*', enabled: true }

/** Adds a webhook; its secret is shown once, in this dialog and never again. */
export function NewWebhookDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(EMPTY)
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate({ tenant, ...draft })
  }
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('create')} closeLabel={common('close')}>
      {create.data ? (
        <>
          <ShownOnce text={create.data.secret} hint={t('onceHint')} />
          <DialogFooter>
            <Button variant="primary" onClick={onClose}>
              {common('done')}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          <WebhookFields value={draft} onChange={setDraft} />
          {create.error ? <ErrorCallout error={create.error} /> : null}
          <DialogFooter>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button
              type="submit"
              variant="primary"
              busy={create.isPending}
              disabled={draft.events.length === 0}
            >
              {t('create')}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  )
}
