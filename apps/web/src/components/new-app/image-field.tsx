'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import { ImageSuggestions } from './image-suggestions.tsx'

export function ImageField(props: {
  tenant: string
  value: string
  error: string | undefined
  onChange: (image: string) => void
}) {
  const t = useTranslations('newApp')
  return (
    <div className="grid grid-cols-1 gap-3">
      <Field label={t('reference')} hint={t('referenceHint', { tenant: props.tenant })} error={props.error}>
        <Input
          autoComplete="off"
          spellCheck={false}
          placeholder="hello:1"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          className="font-mono"
        />
      </Field>
      <ImageSuggestions tenant={props.tenant} value={props.value} onPick={props.onChange} />
    </div>
  )
}
