'use client'

import type { SshKeyView } from '@berth/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'

export function RemoveKeyDialog(props: {
  item: SshKeyView
  onRemove: (id: string) => Promise<unknown>
  onClose: () => void
}) {
  const t = useTranslations('sshKeys')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { id, name, fingerprint } = props.item
  const remove = useMutation({
    mutationFn: () => props.onRemove(id),
    onSuccess: async () => {
      notify.success(t('removed', { name }))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() })
    },
  })
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => open || props.onClose()}
      title={t('removeTitle', { name })}
      name={name}
      action={t('remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    >
      <span className="[overflow-wrap:anywhere]">{t('removeHint', { fingerprint })}</span>
    </ConfirmByName>
  )
}
