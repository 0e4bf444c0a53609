'use client'

import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'

/** A code that was read from a blackboard. */
export function CodeForm() {
  const t = useTranslations('learn')
  const router = useRouter()
  const [code, setCode] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    router.push(`/join/${encodeURIComponent(code.trim())}`)
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label={t('code')}>
        <Input
          required
          maxLength={20}
          autoComplete="off"
          spellCheck={false}
          placeholder="ABCD-2345"
          className="w-40 font-mono uppercase"
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
      </Field>
      <Button type="submit">{t('enterCode')}</Button>
    </form>
  )
}
