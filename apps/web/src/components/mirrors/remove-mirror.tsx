'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { MirrorView } from '@berth/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'

export function RemoveMirror({ mirror, onClose }: { mirror: MirrorView; onClose: () => void }) {
  const t = useTranslations('mirrors')
  const { mirrors } = useTRPC()
  const queryClient = useQueryClient()
  const { prefix } = mirror
  const remove = useMutation(
    mirrors.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: mirrors.pathKey() })
      },
    }),
  )
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => open || onClose()}
      title={t('removeTitle', { prefix })}
      name={prefix}
      action={t('remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ prefix })}
    >
      {t('removeHint', { count: mirror.repositories, size: formatBytes(mirror.usedBytes) })}
    </ConfirmByName>
  )
}
