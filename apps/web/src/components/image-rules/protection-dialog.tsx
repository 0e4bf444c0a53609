'use client'

import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { PatternFields } from './pattern-fields.tsx'

const PROMISES = ['noOverwrite', 'noDelete'] as const

export function ProtectionDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('imageRules')
  const common = useTranslations('common')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [patterns, setPatterns] = useState({ repositories: '*', tags: 'v*' })
  const [promises, setPromises] = useState({ noOverwrite: true, noDelete: false })
  const create = useMutation(
    trpc.imageRules.addTagRule.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() })
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate({ tenant, ...patterns, ...promises })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('protection.title')}
      description={t('protection.hint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <PatternFields value={patterns} onChange={setPatterns} />
        {PROMISES.map((name) => (
          <Checkbox
            key={name}
            label={t(`protection.${name}`)}
            hint={t(`protection.${name}Hint`)}
            checked={promises[name]}
            onChange={(event) => setPromises({ ...promises, [name]: event.target.checked })}
          />
        ))}
        {create.error ? <ErrorCallout error={create.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={create.isPending}
            disabled={!promises.noOverwrite && !promises.noDelete}
          >
            {t('add')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
