'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'

export type Patterns = { readonly repositories: string; readonly tags: string }

/** Which repositories and tags a rule is about. */
export function PatternFields(props: { value: Patterns; onChange: (value: Patterns) => void }) {
  const t = useTranslations('imageRules')
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {(['repositories', 'tags'] as const).map((name) => (
        <Field key={name} label={t(name)} hint={t('patternHint')}>
          <Input
            required
            maxLength={128}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={props.value[name]}
            onChange={(event) => props.onChange({ ...props.value, [name]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  )
}
