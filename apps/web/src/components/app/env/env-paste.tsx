'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { parseEnv } from './parse-env.ts'

/** Takes a whole `.env` and says what it understood before it is used. */
export function EnvPaste(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onPaste: (values: Readonly<Record<string, string>>) => void
}) {
  const t = useTranslations('env')
  const common = useTranslations('common')
  const [text, setText] = useState('')
  const { values, badLines } = parseEnv(text)
  const count = Object.keys(values).length
  const use = () => {
    props.onPaste(values)
    props.onOpenChange(false)
    setText('')
  }
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t('pasteTitle')}
      description={t('pasteHint')}
      closeLabel={common('close')}
    >
      <Field
        label=".env"
        error={badLines.length > 0 ? t('badLines', { lines: badLines.join(', ') }) : undefined}
        hint={t('understood', { count })}
      >
        <Textarea
          rows={10}
          spellCheck={false}
          placeholder={'DATABASE_URL=postgres://…\nLOG_LEVEL=info'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="font-mono"
        />
      </Field>
      <DialogFooter>
        <Button onClick={() => props.onOpenChange(false)}>{common('cancel')}</Button>
        <Button variant="primary" disabled={count === 0} onClick={use}>
          {t('use', { count })}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
