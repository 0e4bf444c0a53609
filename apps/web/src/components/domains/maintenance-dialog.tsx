'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { FormDialog } from './form-dialog.tsx'
import { useRefreshDoor } from './use-door.ts'

export function MaintenanceDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('appDoor')
  const name = useAppName()
  const refresh = useRefreshDoor()
  const [message, setMessage] = useState(t('defaultMessage'))
  const [addresses, setAddresses] = useState('')
  const onSuccess = async () => {
    await refresh()
    onClose()
  }
  const begin = useMutation(useTRPC().door.setMaintenance.mutationOptions({ onSuccess }))
  const allow = addresses.split(/[\s,]+/).filter((address) => address !== '')
  return (
    <FormDialog
      title={t('begin')}
      hint={t('maintenanceHint')}
      submit={t('begin')}
      error={begin.error}
      busy={begin.isPending}
      onSubmit={() => begin.mutate({ ...name, maintenance: { message, allow } })}
      onClose={onClose}
    >
      <Field label={t('message')} hint={t('messageHint')}>
        <Textarea
          required
          rows={3}
          maxLength={500}
          value={message}
          onChange={({ target }) => setMessage(target.value)}
        />
      </Field>
      <Field label={t('allow')} hint={t('allowHint')}>
        <Input
          className="font-mono"
          value={addresses}
          onChange={({ target }) => setAddresses(target.value)}
        />
      </Field>
    </FormDialog>
  )
}
