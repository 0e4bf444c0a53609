'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { HealthTimes } from './health-times.tsx'
import { HEALTH_KINDS, type RunField, type RunText } from './run-form.ts'

/** How the platform knows that an instance works: the kind of check, and what it asks. */
export function HealthFields(props: {
  value: RunText
  errors: Partial<Record<RunField, string>>
  onChange: (part: Partial<RunText>) => void
}) {
  const t = useTranslations('run')
  const { value, errors, onChange } = props
  return (
    <>
      <Field label={t('check')} hint={t(`checkHint.${value.check}`)}>
        <Select
          value={value.check}
          onValueChange={(check) => onChange({ check })}
          options={HEALTH_KINDS.map((kind) => ({ value: kind, label: t(`checks.${kind}`) }))}
        />
      </Field>
      {value.check === 'http' ? (
        <Field label={t('path')} error={errors.path}>
          <Input
            autoComplete="off"
            spellCheck={false}
            value={value.path}
            onChange={(event) => onChange({ path: event.target.value.trim() })}
            className="font-mono"
          />
        </Field>
      ) : null}
      {value.check === 'command' ? (
        <Field label={t('checkCommand')} error={errors.checkCommand}>
          <Input
            autoComplete="off"
            spellCheck={false}
            placeholder="test -e /run/ready"
            value={value.checkCommand}
            onChange={(event) => onChange({ checkCommand: event.target.value })}
            className="font-mono"
          />
        </Field>
      ) : null}
      {value.check === 'http' || value.check === 'command' ? null : <span className="max-sm:hidden" />}
      {value.check === 'none' ? null : <HealthTimes {...props} />}
    </>
  )
}
