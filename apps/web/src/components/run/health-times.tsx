'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import type { RunField, RunText } from './run-form.ts'

/** What holds where a field is left empty. */
const USUAL = { healthInterval: '10', healthTimeout: '5', healthRetries: '3', healthStart: '30' } as const

const FIELDS = ['healthInterval', 'healthTimeout', 'healthRetries', 'healthStart'] as const

/** When a health check looks, and how often it may fail. */
export function HealthTimes(props: {
  value: RunText
  errors: Partial<Record<RunField, string>>
  onChange: (part: Partial<RunText>) => void
}) {
  const t = useTranslations('run')
  const { value, errors, onChange } = props
  return FIELDS.map((name) => (
    <Field key={name} label={t(name)} hint={t(`${name}Hint`)} error={errors[name]}>
      <Input
        autoComplete="off"
        inputMode="numeric"
        placeholder={USUAL[name]}
        value={value[name]}
        onChange={(event) => onChange({ [name]: event.target.value.trim() })}
        className="font-mono"
      />
    </Field>
  ))
}
