'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'

/** A new password, with what it must be. */
export function PasswordField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const t = useTranslations('door')
  return (
    <Field label={props.label} hint={t('passwordHint')}>
      <Input
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  )
}
