'use client'

import type { MirrorView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { EMPTY_MIRROR, mirrorText, readMirror } from './mirror-form.ts'
import { MirrorFields } from './mirror-fields.tsx'
import { PresetSelect } from './preset-select.tsx'

/** A new mirror, or the settings of one. */
export function MirrorDialog({ mirror, onClose }: { mirror: MirrorView | null; onClose: () => void }) {
  const t = useTranslations('mirrors')
  const common = useTranslations('common')
  const { mirrors } = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState(() => (mirror ? mirrorText(mirror) : EMPTY_MIRROR))
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: mirrors.pathKey() })
  }
  const add = useMutation(mirrors.add.mutationOptions({ onSuccess }))
  const change = useMutation(mirrors.change.mutationOptions({ onSuccess }))
  const save = mirror ? change : add
  const read = readMirror(text, mirror?.enabled ?? true)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if ('input' in read) save.mutate({ ...read.input, prefix: text.prefix })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={mirror ? t('editTitle', { prefix: mirror.prefix }) : t('addTitle')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        {mirror ? null : <PresetSelect onChoose={(chosen) => setText({ ...text, ...chosen })} />}
        <MirrorFields
          text={text}
          isNew={mirror === null}
          bad={'bad' in read ? read.bad : []}
          onChange={(changed) => setText({ ...text, ...changed })}
        />
        {save.error ? <ErrorCallout error={save.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending} disabled={'bad' in read}>
            {t(mirror ? 'save' : 'add')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
