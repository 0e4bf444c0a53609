'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import type { ReactNode } from 'react'

/** A count, or none where that has a meaning. */
export function NumberField(props: {
  label: ReactNode
  hint?: ReactNode
  value: number | null
  min?: number
  max: number
  required?: boolean
  onChange: (value: number | null) => void
}) {
  return (
    <Field label={props.label} hint={props.hint}>
      <Input
        type="number"
        inputMode="numeric"
        min={props.min ?? 0}
        max={props.max}
        required={props.required}
        value={props.value ?? ''}
        onChange={({ target }) => props.onChange(target.value === '' ? null : Number(target.value))}
      />
    </Field>
  )
}
