'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'

export function DeleteLab({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const router = useRouter()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.labs.delete.mutationOptions({
      onSuccess: () => {
        router.push(`/t/${tenant}/labs`)
        return queryClient.invalidateQueries({ queryKey: trpc.labs.list.queryKey() })
      },
    }),
  )
  return (
    <ConfirmByName
      open
      onOpenChange={onClose}
      title={t('deleteTitle', { name })}
      name={name}
      action={t('delete')}
      busy={remove.isPending || remove.isSuccess}
      error={remove.error}
      onConfirm={() => remove.mutate({ tenant, name })}
    >
      {t('deleteHint')}
    </ConfirmByName>
  )
}
