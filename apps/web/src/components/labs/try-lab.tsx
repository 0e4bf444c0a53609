'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** Starts the newest version that is ready for its author alone, as a student would see it. */
export function TryLab({ name }: { name: string }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const router = useRouter()
  const errorText = useErrorText()
  const start = useMutation(
    useTRPC().sandboxes.trial.mutationOptions({
      onSuccess: ({ id }) => router.push(`/s/${id}`),
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  return (
    <Button
      title={t('tryHint')}
      busy={start.isPending || start.isSuccess}
      onClick={() => start.mutate({ tenant, lab: name })}
    >
      <Play aria-hidden />
      {t('tryIt')}
    </Button>
  )
}
