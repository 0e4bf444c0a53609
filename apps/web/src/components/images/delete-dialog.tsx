'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'
import { DeletionPreview } from './deletion-preview.tsx'

/** Says what goes with a tag, an image (by its digest) or a repository (`reference` null), and what still uses it. */
export function DeleteDialog(props: {
  repository: string
  reference: string | null
  onClose: () => void
  /** where the deleted was what is shown */
  onDeleted?: () => void
}) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { repository, reference } = props
  const plan = useQuery(
    trpc.images.planDeletion.queryOptions({ tenant, repository, reference }, { gcTime: 0 }),
  )
  const remove = useMutation(
    trpc.images.delete.mutationOptions({
      onSuccess: async () => {
        props.onClose()
        props.onDeleted?.()
        await queryClient.invalidateQueries({ queryKey: trpc.images.pathKey() })
      },
    }),
  )
  const name =
    reference === null ? repository : reference.startsWith('sha') ? reference.slice(0, 19) : reference
  const shown = reference === null ? repository : `${repository}:${name}`
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => open || props.onClose()}
      title={t('deleteTitle', { tag: shown })}
      name={name}
      action={t(`deleteAction.${plan.data?.kind ?? 'tag'}`)}
      busy={remove.isPending || plan.isPending}
      error={remove.error ?? plan.error}
      onConfirm={() => remove.mutate({ tenant, repository, reference })}
    >
      {plan.data ? <DeletionPreview plan={plan.data} /> : t('deleteLooking')}
    </ConfirmByName>
  )
}
