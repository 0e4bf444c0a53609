'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { FormDialog } from './form-dialog.tsx'
import { NO_PEM, PemFields } from './pem-fields.tsx'
import { useRefreshDoor } from './use-door.ts'

/** A certificate of one's own; the key is sent and never comes back. */
export function CertificateDialog({ host, onClose }: { host: string; onClose: () => void }) {
  const t = useTranslations('domains')
  const name = { ...useAppName(), host }
  const refresh = useRefreshDoor()
  const [pem, setPem] = useState(NO_PEM)
  const onSuccess = async () => {
    notify.success(t('changed', name))
    await refresh()
    onClose()
  }
  const set = useMutation(useTRPC().domains.setCertificate.mutationOptions({ onSuccess }))
  return (
    <FormDialog
      title={t('certificateTitle', { host })}
      hint={t('certificateHint')}
      submit={t('save')}
      error={set.error}
      busy={set.isPending}
      onSubmit={() => set.mutate({ ...name, ...pem })}
      onClose={onClose}
    >
      <PemFields pem={pem} onChange={setPem} />
    </FormDialog>
  )
}
