'use client'

import { parseBytes } from '@berth/core/bytes.ts'
import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { SizeField } from './size-field.tsx'
import { useRefreshVolumes } from './use-volumes.ts'

export function NewVolumeDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('volumes')
  const common = useTranslations('common')
  const tenant = useTenant()
  const refresh = useRefreshVolumes()
  const [name, setName] = useState('')
  const [size, setSize] = useState('1G')
  const [shared, setShared] = useState(false)
  const bytes = parseBytes(size)
  const onSuccess = async () => {
    notify.success(t('created', { name }))
    await refresh()
    onClose()
  }
  const create = useMutation(useTRPC().volumes.create.mutationOptions({ onSuccess }))
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (bytes !== undefined) create.mutate({ tenant, name, bytes, shared })
  }
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('create')} closeLabel={common('close')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('name')} hint={t('nameHint')}>
          <Input required maxLength={32} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        <SizeField value={size} onChange={setSize} />
        <Checkbox
          checked={shared}
          onChange={({ target }) => setShared(target.checked)}
          label={t('shared')}
          hint={t('sharedHint')}
        />
        {create.error ? <ErrorCallout error={create.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={create.isPending} disabled={bytes === undefined}>
            {t('create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
