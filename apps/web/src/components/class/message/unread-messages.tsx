'use client'

import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'

const REFRESH_MS = 5_000

/** What a teacher wrote to the class, above the student's lab until they have read it. */
export function UnreadMessages({ sandbox }: { sandbox: string }) {
  const t = useTranslations('wall.message')
  const { classes } = useTRPC()
  const errorText = useErrorText()
  const unread = useQuery(classes.unread.queryOptions({ sandbox }, { refetchInterval: REFRESH_MS }))
  const read = useMutation(
    classes.markRead.mutationOptions({
      onSuccess: () => void unread.refetch(),
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  return (unread.data ?? []).map(({ id, by, text }) => (
    <Callout
      key={id}
      tone="info"
      role="status"
      title={t('from', { by })}
      className="m-2"
      actions={
        <Button size="sm" busy={read.isPending} onClick={() => read.mutate({ sandbox, message: id })}>
          {t('understood')}
        </Button>
      }
    >
      <p className="max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
    </Callout>
  ))
}
