'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'

export function DeleteTagDialog(props: { repository: string; tag: string; onClose: () => void }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { repository, tag } = props
  const remove = useMutation(
    trpc.images.delete.mutationOptions({
      onSuccess: async () => {
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.images.pathKey() })
      },
    }),
  )
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => open || props.onClose()}
      title={t('deleteTitle', { tag: `${repository}:${tag}` })}
      name={tag}
      action={t('deleteTag')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ tenant, repository, reference: tag })}
    >
      {t('deleteHint')}
    </ConfirmByName>
  )
}
