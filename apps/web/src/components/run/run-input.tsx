'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import type { RunField, RunText } from './run-form.ts'

/** What each group of fields shows and changes. */
export type RunProps = {
  readonly value: RunText
  readonly errors: Partial<Record<RunField, string>>
  readonly onChange: (part: Partial<RunText>) => void
}

/** One line that is typed, with its label, hint and error; `kind`: words keep their spaces while they are typed. */
export function RunInput(
  props: RunProps & {
    name: RunField
    kind: 'words' | 'path' | 'number'
    placeholder?: string
    className?: string
  },
) {
  const t = useTranslations('run')
  const { value, errors, onChange, name, kind, placeholder, className = '' } = props
  return (
    <Field
      label={t(name)}
      hint={name === 'path' || name === 'checkCommand' ? undefined : t(`${name}Hint`)}
      error={errors[name]}
      className={className}
    >
      <Input
        autoComplete="off"
        spellCheck={false}
        inputMode={kind === 'number' ? 'numeric' : 'text'}
        placeholder={placeholder}
        value={value[name]}
        onChange={({ target }) => onChange({ [name]: kind === 'words' ? target.value : target.value.trim() })}
        className="font-mono"
      />
    </Field>
  )
}
