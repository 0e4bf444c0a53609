'use client'

import { parseBytes } from '@berth/core/bytes.ts'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'

/** As one writes it: 5G, 512M. */
export function SizeField(props: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations('volumes')
  const wrong = props.value !== '' && parseBytes(props.value) === undefined
  return (
    <Field label={t('size')} hint={t('sizeHint')} {...(wrong && { error: t('sizeWrong') })}>
      <Input required value={props.value} onChange={({ target }) => props.onChange(target.value)} />
    </Field>
  )
}
