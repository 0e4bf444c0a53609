'use client'

import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

/** In which container, and whether those who are away get it later. */
export function useTarget() {
  const [container, setContainer] = useState('')
  const [later, setLater] = useState(true)
  const name = container.trim()
  return {
    ...{ container, setContainer, later, setLater },
    input: { container: name === '' ? null : name, later },
  }
}

export function Target({ target }: { target: ReturnType<typeof useTarget> }) {
  const t = useTranslations('wall.broadcast')
  return (
    <>
      <Field label={t('container')} hint={t('containerHint')}>
        <Input
          maxLength={64}
          spellCheck={false}
          className="font-mono"
          value={target.container}
          onChange={(event) => target.setContainer(event.target.value)}
        />
      </Field>
      <Checkbox
        label={t('later')}
        hint={t('laterHint')}
        checked={target.later}
        onChange={(event) => target.setLater(event.target.checked)}
      />
    </>
  )
}
