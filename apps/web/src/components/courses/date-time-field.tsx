'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import type { ReactNode } from 'react'

/** A moment in the visitor's own time zone, or none. */
export function DateTimeField(props: {
  label: ReactNode
  hint?: ReactNode
  value: Date | null
  onChange: (value: Date | null) => void
}) {
  return (
    <Field label={props.label} hint={props.hint}>
      <Input
        type="datetime-local"
        value={props.value === null ? '' : localText(props.value)}
        onChange={({ target }) => props.onChange(target.value === '' ? null : new Date(target.value))}
      />
    </Field>
  )
}

/** As the browser's own field wants it: `2026-11-22T09:30`. */
function localText(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}
