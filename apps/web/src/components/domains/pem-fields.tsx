'use client'

import { Field } from '@berth/ui/field.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useTranslations } from 'next-intl'

export const NO_PEM = { chain: '', key: '' }

/** A certificate and its private key, as text. */
export function PemFields({ pem, onChange }: { pem: typeof NO_PEM; onChange: (pem: typeof NO_PEM) => void }) {
  const t = useTranslations('domains')
  return (['chain', 'key'] as const).map((part) => (
    <Field key={part} label={t(`pem.${part}`)}>
      <Textarea
        required
        rows={6}
        autoComplete="off"
        spellCheck={false}
        className="font-mono text-xs"
        placeholder={part === 'chain' ? '-----BEGIN CERTIFICATE-----' : '-----BEGIN PRIVATE KEY-----'}
        value={pem[part]}
        onChange={({ target }) => onChange({ ...pem, [part]: target.value })}
      />
    </Field>
  ))
}
