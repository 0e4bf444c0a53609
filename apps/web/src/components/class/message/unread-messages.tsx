'use client'

import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'

const REFRESH_MS = 5_000

/** What a teacher wrote to the class, above the student's lab until they have read it; many leave room for the lab. */
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
  const messages = unread.data ?? []
  if (messages.length === 0) return null
  return (
    <section
      aria-label={t('unread')}
      className="grid max-h-[40dvh] shrink-0 gap-2 overflow-y-auto border-b p-2"
    >
      {messages.map(({ id, by, text }) => (
        <Callout
          key={id}
          tone="info"
          role="status"
          title={t('from', { by })}
          actions={
            <Button size="sm" busy={read.isPending} onClick={() => read.mutate({ sandbox, message: id })}>
              {t('understood')}
            </Button>
          }
        >
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
        </Callout>
      ))}
    </section>
  )
}
