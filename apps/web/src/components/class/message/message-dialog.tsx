'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { ScrollList } from '@berth/ui/scroll-list.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourseId } from '../../courses/use-course.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { When } from '../../when.tsx'

const MOST_CHARACTERS = 2000
const REFRESH_MS = 3_000

/** Writes to everybody who is shown, and tells how many have read what was written before. */
export function MessageDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const t = useTranslations('wall.message')
  const common = useTranslations('common')
  const course = useCourseId()
  const { classes } = useTRPC()
  const [text, setText] = useState('')
  const sent = useQuery(classes.messages.queryOptions({ course }, { refetchInterval: REFRESH_MS }))
  const send = useMutation(
    classes.sendMessage.mutationOptions({
      onSuccess: () => {
        setText('')
        void sent.refetch()
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { count: ids.length })}
      closeLabel={common('close')}
    >
      <form
        className="grid grid-cols-1 gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate({ course, text: text.trim(), sandboxes: ids })
        }}
      >
        <Field label={t('text')}>
          <Textarea
            value={text}
            maxLength={MOST_CHARACTERS}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {send.error ? <ErrorCallout error={send.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('close')}</Button>
          <Button type="submit" variant="primary" busy={send.isPending} disabled={text.trim() === ''}>
            {t('send')}
          </Button>
        </DialogFooter>
      </form>
      {sent.data?.length ? (
        <ScrollList aria-label={t('sent')} className="mt-4 max-h-60 gap-2 text-sm">
          {sent.data.map((message) => (
            <li key={message.id} className="border-t pt-2">
              <span className="block whitespace-pre-wrap [overflow-wrap:anywhere]">{message.text}</span>
              <span className="text-xs text-muted tabular">
                {message.by} · <When at={message.at} /> · {t('read', { read: message.read, to: message.to })}
              </span>
            </li>
          ))}
        </ScrollList>
      ) : null}
    </Dialog>
  )
}
