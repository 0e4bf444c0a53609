'use client'

import type { BackupTargetView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useRefreshBackups } from './use-backups.ts'

const EMPTY = { endpoint: '', region: 'us-east-1', bucket: '', prefix: '', accessKeyId: '', pathStyle: true }
type Draft = typeof EMPTY

/** How the bucket is reached; it is tried before it is kept. */
export function TargetDialog(props: { target: BackupTargetView | null; onClose: () => void }) {
  const t = useTranslations('volumes.backups.target')
  const common = useTranslations('common')
  const { target, onClose } = props
  const tenant = useTenant()
  const refresh = useRefreshBackups()
  const [draft, setDraft] = useState<Draft>(target ? draftOf(target) : EMPTY)
  const [secret, setSecret] = useState('')
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const onSuccess = async () => {
    notify.success(t('saved'))
    await refresh()
    onClose()
  }
  const save = useMutation(useTRPC().backups.setTarget.mutationOptions({ onSuccess }))
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ tenant, bucket: draft, ...(secret !== '' && { secret }) })
  }
  const keepsSecret = target !== null && target.endpoint === draft.endpoint
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('title')}
      description={t('hint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('endpoint')} hint={t('endpointHint')}>
          <Input
            required
            type="url"
            maxLength={500}
            value={draft.endpoint}
            onChange={({ target: { value } }) => change({ endpoint: value })}
          />
        </Field>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label={t('bucket')}>
            <Input
              required
              autoComplete="off"
              value={draft.bucket}
              onChange={({ target: { value } }) => change({ bucket: value })}
            />
          </Field>
          <Field label={t('region')} hint={t('regionHint')}>
            <Input
              required
              autoComplete="off"
              value={draft.region}
              onChange={({ target: { value } }) => change({ region: value })}
            />
          </Field>
          <Field label={t('accessKeyId')}>
            <Input
              required
              autoComplete="off"
              value={draft.accessKeyId}
              onChange={({ target: { value } }) => change({ accessKeyId: value })}
            />
          </Field>
          <Field label={t('prefix')} hint={t('prefixHint')}>
            <Input
              autoComplete="off"
              value={draft.prefix}
              onChange={({ target: { value } }) => change({ prefix: value })}
            />
          </Field>
        </div>
        <Field label={t('secret')} hint={keepsSecret ? t('secretKept') : t('secretHint')}>
          <Input
            type="password"
            autoComplete="off"
            required={!keepsSecret}
            maxLength={512}
            value={secret}
            onChange={({ target: { value } }) => setSecret(value)}
          />
        </Field>
        <Checkbox
          checked={draft.pathStyle}
          onChange={({ target: { checked } }) => change({ pathStyle: checked })}
          label={t('pathStyle')}
          hint={t('pathStyleHint')}
        />
        {save.error ? <ErrorCallout error={save.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {t('save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}

function draftOf({ endpoint, region, bucket, prefix, accessKeyId, pathStyle }: BackupTargetView): Draft {
  return { endpoint, region, bucket, prefix, accessKeyId, pathStyle }
}
