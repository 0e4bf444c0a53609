'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** The roster has this e-mail: its link is mailed there, and whoever follows it has proved the address. */
export function ProveEmail({ code, email }: { code: string; email: string }) {
  const t = useTranslations('join')
  const send = useMutation(useTRPC().join.mailLink.mutationOptions())
  if (send.data) {
    return (
      <p role="status" className="text-sm">
        {t(send.data.mailedAt === null ? 'linkQueued' : 'linkMailed', { email })}
      </p>
    )
  }
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-sm">{t('proveHint', { email })}</p>
      {send.error ? <ErrorCallout error={send.error} /> : null}
      <Button busy={send.isPending} onClick={() => send.mutate({ code })}>
        {t('mailLink')}
      </Button>
    </div>
  )
}
