'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { type ReactNode, useState } from 'react'

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
  // a required count may be empty while another one is typed: the browser refuses to send it so
  const [text, setText] = useState(String(props.value ?? ''))
  const change = (typed: string) => {
    setText(typed)
    if (typed !== '') props.onChange(Number(typed))
    else if (!props.required) props.onChange(null)
  }
  return (
    <Field label={props.label} hint={props.hint}>
      <Input
        type="number"
        inputMode="numeric"
        min={props.min ?? 0}
        max={props.max}
        required={props.required}
        value={text}
        onChange={({ target }) => change(target.value)}
      />
    </Field>
  )
}
