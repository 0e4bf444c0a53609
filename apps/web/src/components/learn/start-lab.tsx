'use client'

import type { MyLabView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** Goes on with the lab that one has, or asks for one: a place in the queue where there is no room. */
export function StartLab({ lab }: { lab: MyLabView }) {
  const t = useTranslations('learn')
  const router = useRouter()
  const errorText = useErrorText()
  const start = useMutation(
    useTRPC().sandboxes.start.mutationOptions({
      onSuccess: ({ id }) => router.push(`/s/${id}`),
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  if (lab.sandbox) {
    return (
      <Button asChild variant="primary">
        <Link href={`/s/${lab.sandbox.id}`} aria-label={t('goOnWith', { lab: lab.title })}>
          {t('goOn')}
        </Link>
      </Button>
    )
  }
  if (lab.state !== 'open') return null
  return (
    <Button
      variant="primary"
      aria-label={t('startOf', { lab: lab.title })}
      busy={start.isPending || start.isSuccess}
      onClick={() => start.mutate({ courseLab: lab.id })}
    >
      <Play aria-hidden />
      {t('start')}
    </Button>
  )
}
