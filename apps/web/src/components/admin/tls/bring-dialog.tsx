'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { FormDialog } from '../../domains/form-dialog.tsx'
import { NO_PEM, PemFields } from '../../domains/pem-fields.tsx'

/** A certificate of one's own for the platform; the key is sent and never comes back. */
export function BringDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tls')
  const { tls } = useTRPC()
  const queryClient = useQueryClient()
  const [pem, setPem] = useState(NO_PEM)
  const onSuccess = async () => {
    notify.success(t('brought'))
    await queryClient.invalidateQueries({ queryKey: tls.pathKey() })
    onClose()
  }
  const set = useMutation(tls.setCertificate.mutationOptions({ onSuccess }))
  return (
    <FormDialog
      title={t('bringTitle')}
      hint={t('bringHint')}
      submit={t('bringSubmit')}
      error={set.error}
      busy={set.isPending}
      onSubmit={() => set.mutate(pem)}
      onClose={onClose}
    >
      <PemFields pem={pem} onChange={setPem} />
    </FormDialog>
  )
}
