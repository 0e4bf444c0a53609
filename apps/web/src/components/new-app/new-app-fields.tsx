'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useTranslations } from 'next-intl'
import type { NewAppText } from './new-app-form.ts'
import type { FieldErrors } from '../run/use-field-errors.ts'

export function NewAppFields(props: {
  form: NewAppText
  errors: FieldErrors
  onChange: (part: Partial<NewAppText>) => void
}) {
  const t = useTranslations('newApp')
  const common = useTranslations('common')
  const { form, errors, onChange } = props
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <Field label={t('name')} hint={common('nameHint')} error={errors.name}>
        <Input
          autoComplete="off"
          spellCheck={false}
          value={form.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field label={t('port')} hint={t('portHint')} error={errors.port}>
        <Input
          inputMode="numeric"
          placeholder="8080"
          value={form.port}
          onChange={(event) => onChange({ port: event.target.value.trim() })}
        />
      </Field>
      <Field label={t('env')} hint={t('envHint')} error={errors.env} className="sm:col-span-2">
        <Textarea
          rows={4}
          spellCheck={false}
          placeholder={'LOG_LEVEL=info'}
          value={form.env}
          onChange={(event) => onChange({ env: event.target.value })}
          className="font-mono"
        />
      </Field>
    </div>
  )
}
