'use client'

import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookView } from '@berth/protocol/webhook-views.ts'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'

export type WebhookDraft = Pick<WebhookView, 'name' | 'url' | 'events' | 'repositories' | 'enabled'>

/** What one types of a webhook, new or not. */
export function WebhookFields(props: { value: WebhookDraft; onChange: (draft: WebhookDraft) => void }) {
  const t = useTranslations('webhooks')
  const { value } = props
  const change = (part: Partial<WebhookDraft>) => props.onChange({ ...value, ...part })
  const toggle = (event: WebhookEvent, on: boolean) =>
    change({ events: WEBHOOK_EVENTS.filter((each) => (each === event ? on : value.events.includes(each))) })
  return (
    <>
      <Field label={t('name')} hint={t('nameHint')}>
        <Input
          required
          maxLength={64}
          value={value.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field label={t('url')} hint={t('urlHint')}>
        <Input
          required
          type="url"
          maxLength={2000}
          placeholder="https://"
          value={value.url}
          onChange={(event) => change({ url: event.target.value })}
        />
      </Field>
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="mb-1.5 text-sm font-medium">{t('events')}</legend>
        {WEBHOOK_EVENTS.map((event) => (
          <Checkbox
            key={event}
            checked={value.events.includes(event)}
            onChange={({ target }) => toggle(event, target.checked)}
            label={t(`event.${event}`)}
            hint={t(`eventHint.${event}`)}
          />
        ))}
      </fieldset>
      <Field label={t('repositories')} hint={t('repositoriesHint')}>
        <Input
          required
          maxLength={255}
          value={value.repositories}
          onChange={(event) => change({ repositories: event.target.value })}
        />
      </Field>
    </>
  )
}
