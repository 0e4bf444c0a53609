'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { readBerthError } from '../../trpc/berth-error.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { ProveEmail } from './prove-email.tsx'

export function JoinAsMe({ code, name, email }: { code: string; name: string; email: string }) {
  const t = useTranslations('join')
  const enter = useMutation(
    useTRPC().join.enter.mutationOptions({ onSuccess: () => location.assign('/learn') }),
  )
  const unproven = enter.error !== null && readBerthError(enter.error).code === 'course.email_unproven'
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm">{t('asMe', { name })}</p>
      {enter.error ? <ErrorCallout error={enter.error} /> : null}
      {unproven ? <ProveEmail code={code} email={email} /> : null}
      <Button
        variant="primary"
        size="lg"
        busy={enter.isPending || enter.isSuccess}
        onClick={() => enter.mutate({ code })}
      >
        {t('join')}
      </Button>
    </div>
  )
}
