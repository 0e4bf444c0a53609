'use client'

import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import type { MirrorText } from './mirror-form.ts'

type TextField = Exclude<keyof MirrorText, 'plainHttp'>

/** Everything that can be said about a mirror. */
export function MirrorFields(props: {
  text: MirrorText
  isNew: boolean
  bad: readonly TextField[]
  onChange: (changed: Partial<MirrorText>) => void
}) {
  const t = useTranslations('mirrors')
  const { text, isNew, bad, onChange } = props
  const field = (
    name: TextField,
    options: { hint?: string; required?: boolean; readOnly?: boolean } = {},
  ) => (
    <Field
      label={t(`fields.${name}`)}
      hint={options.hint}
      error={bad.includes(name) ? t('unreadable') : undefined}
    >
      <Input
        type={name === 'password' ? 'password' : 'text'}
        autoComplete={name === 'password' ? 'new-password' : 'off'}
        spellCheck={false}
        required={options.required}
        readOnly={options.readOnly}
        value={text[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </Field>
  )
  return (
    <>
      {field('url', { required: true, hint: t('hints.url') })}
      <div className="grid gap-4 sm:grid-cols-2">
        {field('prefix', {
          required: true,
          readOnly: !isNew,
          hint: t('hints.prefix', { prefix: text.prefix || 'hub' }),
        })}
        {field('namespaces', { hint: t('hints.namespaces') })}
        {field('username', { hint: t('hints.username') })}
        {field('password', { hint: isNew ? t('hints.password') : t('hints.passwordKept') })}
        {field('maxBytes', { required: true, hint: t('hints.maxBytes') })}
        {field('ttl', { required: true, hint: t('hints.ttl') })}
      </div>
      {field('realms', { hint: t('hints.realms') })}
      <Checkbox
        label={t('plainHttp')}
        hint={t('hints.plainHttp')}
        checked={text.plainHttp}
        onChange={(event) => onChange({ plainHttp: event.target.checked })}
      />
    </>
  )
}
