'use client'

import { IconButton } from '@berth/ui/icon-button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'

/** For who teaches: a sandbox of their own with what the student's holds now, which goes on untouched. */
export function CopyLab({ sandbox, name }: { sandbox: string; name: string }) {
  const t = useTranslations('sandbox.copyOf')
  const router = useRouter()
  const errorText = useErrorText()
  const copy = useMutation(
    useTRPC().sandboxes.copy.mutationOptions({
      onSuccess: ({ id }) => router.push(`/s/${id}`),
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  return (
    <IconButton
      label={t('make', { name })}
      busy={copy.isPending || copy.isSuccess}
      onClick={() => copy.mutate({ sandbox })}
    >
      <Copy aria-hidden />
    </IconButton>
  )
}
