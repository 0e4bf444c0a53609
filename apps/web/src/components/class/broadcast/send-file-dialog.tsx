'use client'

import { Button } from '@berth/ui/button.tsx'
import { DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { FileInput } from '@berth/ui/file-input.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourseId } from '../../courses/use-course.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { base64Of, MOST_BYTES } from './file-bytes.ts'
import { SendDialog } from './send-dialog.tsx'
import { Target, useTarget } from './target.tsx'

/** Writes a file into the lab of everybody who is meant: text from here, or a file of one's own. */
export function SendFileDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const t = useTranslations('wall.broadcast')
  const common = useTranslations('common')
  const course = useCourseId()
  const [path, setPath] = useState('')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<File | null>(null)
  const target = useTarget()
  const send = useMutation(useTRPC().classes.sendFile.mutationOptions())
  const isTooLarge = (chosen?.size ?? 0) > MOST_BYTES
  const submit = async () => {
    const bytes = chosen ? new Uint8Array(await chosen.arrayBuffer()) : new TextEncoder().encode(text)
    send.mutate({ course, path: path.trim(), base64: base64Of(bytes), sandboxes: ids, ...target.input })
  }
  return (
    <SendDialog
      title={t('fileTitle', { count: ids.length })}
      description={t('fileHint')}
      sent={send.data?.id}
      onClose={onClose}
    >
      <form
        className="grid grid-cols-1 gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field label={t('upload')} error={isTooLarge ? t('tooLarge') : undefined}>
          <FileInput
            onChange={(event) => {
              const file = event.target.files?.[0] ?? null
              setChosen(file)
              if (file && path.trim() === '') setPath(file.name)
            }}
          />
        </Field>
        {chosen === null ? (
          <Field label={t('text')}>
            <Textarea
              className="font-mono text-xs"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        ) : null}
        <Field label={t('path')} hint={t('pathHint')}>
          <Input
            required
            maxLength={1000}
            spellCheck={false}
            className="font-mono"
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        </Field>
        <Target target={target} />
        {send.error ? <ErrorCallout error={send.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={send.isPending}
            disabled={path.trim() === '' || path.trim().endsWith('/') || isTooLarge}
          >
            {t('send')}
          </Button>
        </DialogFooter>
      </form>
    </SendDialog>
  )
}
