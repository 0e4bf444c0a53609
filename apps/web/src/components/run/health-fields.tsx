'use client'

import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { HealthTimes } from './health-times.tsx'
import { HEALTH_KINDS } from './run-form.ts'
import { RunInput, type RunProps } from './run-input.tsx'

/** How the platform knows that an instance works: the kind of check, and what it asks. */
export function HealthFields(props: RunProps) {
  const t = useTranslations('run')
  const { check } = props.value
  return (
    <>
      <Field label={t('check')} hint={t(`checkHint.${check}`)}>
        <Select
          value={check}
          onValueChange={(kind) => props.onChange({ check: kind })}
          options={HEALTH_KINDS.map((kind) => ({ value: kind, label: t(`checks.${kind}`) }))}
        />
      </Field>
      {check === 'http' ? <RunInput {...props} name="path" kind="path" /> : null}
      {check === 'command' ? (
        <RunInput {...props} name="checkCommand" kind="words" placeholder="test -e /run/ready" />
      ) : null}
      {check === 'http' || check === 'command' ? null : <span className="max-sm:hidden" />}
      {check === 'none' ? null : <HealthTimes {...props} />}
    </>
  )
}
