'use client'

import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { RESTART_POLICIES } from './run-form.ts'
import { RunInput, type RunProps } from './run-input.tsx'

/** Whether a program that ended by itself is started again. */
export function RestartFields(props: RunProps) {
  const t = useTranslations('run')
  const { restart } = props.value
  return (
    <>
      <Field label={t('restart')} hint={t(`restartHint.${restart}`)}>
        <Select
          value={restart}
          onValueChange={(policy) => props.onChange({ restart: policy })}
          options={RESTART_POLICIES.map((policy) => ({ value: policy, label: t(`restarts.${policy}`) }))}
        />
      </Field>
      {restart === 'on-failure' ? (
        <RunInput {...props} name="restartMax" kind="number" />
      ) : (
        <span className="max-sm:hidden" />
      )}
    </>
  )
}
