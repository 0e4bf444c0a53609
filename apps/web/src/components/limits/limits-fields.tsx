'use client'

import type { Limits } from '@berth/core/limits.ts'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import type { LimitsText } from './limits-form.ts'

const FIELDS = ['cpu', 'memory', 'pids', 'disk'] as const

/** Four limits, each with what it is and, where it is known, what is left of it. */
export function LimitsFields(props: {
  value: LimitsText
  errors: Partial<Record<keyof Limits, string>>
  left?: Partial<Record<keyof Limits, string>>
  onChange: (value: LimitsText) => void
}) {
  const t = useTranslations('limits')
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {FIELDS.map((name) => (
        <Field
          key={name}
          label={t(name)}
          hint={props.left?.[name] ? t('left', { amount: props.left[name] }) : t(`${name}Hint`)}
          error={props.errors[name]}
        >
          <Input
            inputMode={name === 'cpu' || name === 'pids' ? 'decimal' : 'text'}
            value={props.value[name]}
            onChange={(event) => props.onChange({ ...props.value, [name]: event.target.value })}
            className="tabular"
          />
        </Field>
      ))}
    </div>
  )
}
