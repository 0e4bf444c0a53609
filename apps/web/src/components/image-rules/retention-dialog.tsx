'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { PatternFields } from './pattern-fields.tsx'
import { KEEPS, type KeepsText, readKeeps } from './retention-draft.ts'
import { RetentionPreview } from './retention-preview.tsx'

const DRAFT: KeepsText = { keepLast: '10', keepPushedDays: '', keepPulledDays: '', untaggedDays: '' }

/** Makes a rule, and shows before what it would take. */
export function RetentionDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('imageRules')
  const common = useTranslations('common')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [patterns, setPatterns] = useState({ repositories: '*', tags: '*' })
  const [text, setText] = useState(DRAFT)
  const [tried, setTried] = useState<string | null>(null)
  const keeps = readKeeps(text)
  const draft = keeps && { ...patterns, ...keeps }
  const create = useMutation(
    trpc.imageRules.addRetentionRule.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() })
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (draft) create.mutate({ tenant, ...draft })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('retention.title')}
      description={t('retention.hint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <PatternFields value={patterns} onChange={setPatterns} />
        <div className="grid gap-4 sm:grid-cols-2">
          {KEEPS.map((name) => (
            <Field key={name} label={t(`retention.${name}`)} hint={t('retention.empty_field')}>
              <Input
                inputMode="numeric"
                value={text[name]}
                onChange={(event) => setText({ ...text, [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
        {draft && tried === JSON.stringify(draft) ? <RetentionPreview rule={draft} /> : null}
        {create.error ? <ErrorCallout error={create.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button disabled={!draft} onClick={() => setTried(JSON.stringify(draft))}>
            {t('retention.try')}
          </Button>
          <Button type="submit" variant="primary" busy={create.isPending} disabled={!draft}>
            {t('add')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
