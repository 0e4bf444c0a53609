'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

export function JoinAsMe({ code, name }: { code: string; name: string }) {
  const t = useTranslations('join')
  const enter = useMutation(
    useTRPC().join.enter.mutationOptions({ onSuccess: () => location.assign('/learn') }),
  )
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm">{t('asMe', { name })}</p>
      {enter.error ? <ErrorCallout error={enter.error} /> : null}
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
