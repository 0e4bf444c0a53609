'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { RESTART_POLICIES, type RunField, type RunText } from './run-form.ts'

/** Whether a program that ended by itself is started again. */
export function RestartFields(props: {
  value: RunText
  errors: Partial<Record<RunField, string>>
  onChange: (part: Partial<RunText>) => void
}) {
  const t = useTranslations('run')
  const { value, errors, onChange } = props
  return (
    <>
      <Field label={t('restart')} hint={t(`restartHint.${value.restart}`)}>
        <Select
          value={value.restart}
          onValueChange={(restart) => onChange({ restart })}
          options={RESTART_POLICIES.map((policy) => ({ value: policy, label: t(`restarts.${policy}`) }))}
        />
      </Field>
      {value.restart === 'on-failure' ? (
        <Field label={t('restartMax')} hint={t('restartMaxHint')} error={errors.restartMax}>
          <Input
            autoComplete="off"
            inputMode="numeric"
            value={value.restartMax}
            onChange={(event) => onChange({ restartMax: event.target.value.trim() })}
            className="font-mono"
          />
        </Field>
      ) : (
        <span className="max-sm:hidden" />
      )}
    </>
  )
}
