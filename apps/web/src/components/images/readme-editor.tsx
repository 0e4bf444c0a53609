'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useDeferredValue, useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { useDescribe } from './use-describe.ts'

/** The text, and beside it what others will see. */
export function ReadmeEditor(props: { repository: RepositoryDetails; onClose: () => void }) {
  const t = useTranslations('images')
  const common = useTranslations('common')
  const tenant = useTenant()
  const { name, readme } = props.repository
  const [text, setText] = useState(readme)
  const shown = useDeferredValue(text)
  const save = useDescribe(props.onClose)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ tenant, repository: name, readme: text })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Field label={t('readmeText')} hint={t('readmeHint')}>
          <Textarea
            className="min-h-96 font-mono"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Panel title={t('readmeShown')}>
          <Markdown text={shown} />
        </Panel>
      </div>
      {save.error ? <ErrorCallout error={save.error} /> : null}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t('save')}
        </Button>
        <Button onClick={props.onClose}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
