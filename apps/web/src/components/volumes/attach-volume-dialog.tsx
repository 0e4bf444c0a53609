'use client'

import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { useRefreshVolumes, useVolumes } from './use-volumes.ts'

const EMPTY = { volume: '', path: '/data', process: 'web', readOnly: false }

/** Mounts a volume in the app, by a release of its own; a name that is new makes one. */
export function AttachVolumeDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('volumes')
  const common = useTranslations('common')
  const name = useAppName()
  const volumes = useVolumes()
  const refresh = useRefreshVolumes()
  const [mount, setMount] = useState(EMPTY)
  const change = (part: Partial<typeof EMPTY>) => setMount({ ...mount, ...part })
  const free = (volumes.data ?? []).filter(({ app, state }) => app === null && state !== 'deleted')
  const onSuccess = async () => {
    notify.success(t('attaching', { name: mount.volume }))
    await refresh()
    onClose()
  }
  const attach = useMutation(useTRPC().volumes.attach.mutationOptions({ onSuccess }))
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    attach.mutate({ ...name, mount })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('attach')}
      description={t('attachHint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('volume')} hint={t('volumeHint')}>
          <Input
            required
            maxLength={32}
            list="free-volumes"
            value={mount.volume}
            onChange={({ target }) => change({ volume: target.value })}
          />
        </Field>
        <datalist id="free-volumes">
          {free.map((volume) => (
            <option key={volume.id} value={volume.name}>
              {volume.name}
            </option>
          ))}
        </datalist>
        <Field label={t('path')} hint={t('pathHint')}>
          <Input required value={mount.path} onChange={({ target }) => change({ path: target.value })} />
        </Field>
        <Field label={t('process')} hint={t('processHint')}>
          <Input
            required
            value={mount.process}
            onChange={({ target }) => change({ process: target.value })}
          />
        </Field>
        <Checkbox
          checked={mount.readOnly}
          onChange={({ target }) => change({ readOnly: target.checked })}
          label={t('readOnly')}
          hint={t('readOnlyHint')}
        />
        {attach.error ? <ErrorCallout error={attach.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={attach.isPending}>
            {t('attach')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
