'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ShownOnceDialog } from '../shown-once-dialog.tsx'
import { type WebhookDraft, WebhookFields } from './webhook-fields.tsx'

const EMPTY: WebhookDraft = { name: '', url: '', events: ['push'], repositories: '*', enabled: true }

/** Adds a webhook; its secret is shown once, in this dialog and never again. */
export function NewWebhookDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('webhooks')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(EMPTY)
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  )
  return (
    <ShownOnceDialog
      title={t('create')}
      secret={create.data?.secret}
      secretHint={t('onceHint')}
      error={create.error}
      busy={create.isPending}
      disabled={draft.events.length === 0}
      onSubmit={() => create.mutate({ tenant, ...draft })}
      onClose={onClose}
    >
      <WebhookFields value={draft} onChange={setDraft} />
    </ShownOnceDialog>
  )
}
