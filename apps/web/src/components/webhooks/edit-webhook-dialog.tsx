'use client'

import type { WebhookView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ShownOnce } from '../shown-once.tsx'
import { type WebhookDraft, WebhookFields } from './webhook-fields.tsx'

/** Changes a webhook, gives it a new secret, or removes it. */
export function EditWebhookDialog({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const about = { tenant: useTenant(), id: webhook.id }
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<WebhookDraft>(webhook)
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() })
  const done = async (text: string) => {
    notify.success(text)
    await refresh()
    onClose()
  }
  const update = useMutation(trpc.webhooks.update.mutationOptions({ onSuccess: () => done(t('saved')) }))
  const renew = useMutation(trpc.webhooks.renewSecret.mutationOptions({ onSuccess: refresh }))
  const remove = useMutation(
    trpc.webhooks.remove.mutationOptions({ onSuccess: () => done(t('removed', { name: webhook.name })) }),
  )
  const error = update.error ?? renew.error ?? remove.error
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { name, url, events, repositories, enabled } = draft
    update.mutate({ ...about, name, url, events, repositories, enabled })
  }
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={webhook.name} closeLabel={common('close')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4 text-left whitespace-normal">
        <WebhookFields value={draft} onChange={setDraft} />
        <Checkbox
          checked={draft.enabled}
          onChange={({ target }) => setDraft({ ...draft, enabled: target.checked })}
          label={t('enabled')}
          hint={t('enabledHint')}
        />
        {renew.data ? (
          <ShownOnce text={renew.data.secret} hint={t('onceHint')} />
        ) : (
          <div>
            <Button size="sm" busy={renew.isPending} onClick={() => renew.mutate(about)}>
              {t('renew')}
            </Button>
            <p className="mt-1 text-xs text-muted">{t('renewHint')}</p>
          </div>
        )}
        {error ? <ErrorCallout error={error} /> : null}
        <DialogFooter>
          <Button variant="danger-quiet" busy={remove.isPending} onClick={() => remove.mutate(about)}>
            {t('remove')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={update.isPending}
            disabled={draft.events.length === 0}
          >
            {t('save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
