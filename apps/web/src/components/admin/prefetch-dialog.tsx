'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** Has all nodes that are ready pull an image, so that its first start waits for nothing. */
export function PrefetchDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('nodeImages')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [image, setImage] = useState('')
  const prefetch = useMutation(
    trpc.nodeImages.prefetch.mutationOptions({
      onSuccess: async () => {
        notify.success(t('prefetching', { image }))
        onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.nodeImages.list.queryKey() })
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    prefetch.mutate({ image })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('prefetch')}
      description={t('prefetchHint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('image')} hint={t('imageHint')}>
          <Input
            required
            autoComplete="off"
            value={image}
            onChange={(event) => setImage(event.target.value)}
          />
        </Field>
        {prefetch.error ? <ErrorCallout error={prefetch.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={prefetch.isPending}>
            {t('prefetch')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
