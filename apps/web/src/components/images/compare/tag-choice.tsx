'use client'

import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'

export function TagChoice(props: {
  label: string
  names: readonly string[]
  value: string
  onChange: (name: string) => void
}) {
  return (
    <Field label={props.label} className="min-w-40">
      <Select
        value={props.value}
        onValueChange={props.onChange}
        options={props.names.map((name) => ({ value: name, label: name }))}
      />
    </Field>
  )
}
