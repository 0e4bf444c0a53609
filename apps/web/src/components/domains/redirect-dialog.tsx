'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { FormDialog } from './form-dialog.tsx'
import { useRefreshDoor } from './use-door.ts'

const STATUSES = [
  { value: '301', label: '301' },
  { value: '302', label: '302' },
  { value: '307', label: '307' },
  { value: '308', label: '308' },
] as const
const CODES = { 301: 301, 302: 302, 307: 307, 308: 308 } as const

export function RedirectDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('appDoor')
  const name = useAppName()
  const refresh = useRefreshDoor()
  const [rule, setRule] = useState<{ from: string; to: string; status: keyof typeof CODES }>({
    from: '/',
    to: '',
    status: 301,
  })
  const onSuccess = async () => {
    await refresh()
    onClose()
  }
  const add = useMutation(useTRPC().door.addRedirect.mutationOptions({ onSuccess }))
  return (
    <FormDialog
      title={t('addRedirect')}
      hint={t('redirectsHint')}
      submit={t('addRedirect')}
      error={add.error}
      busy={add.isPending}
      onSubmit={() => add.mutate({ ...name, ...rule, status: CODES[rule.status] })}
      onClose={onClose}
    >
      <Field label={t('from')} hint={t('fromHint')}>
        <Input
          required
          className="font-mono"
          value={rule.from}
          onChange={({ target }) => setRule({ ...rule, from: target.value.trim() })}
        />
      </Field>
      <Field label={t('to')} hint={t('toHint')}>
        <Input
          required
          className="font-mono"
          placeholder="https://docs.example.org"
          value={rule.to}
          onChange={({ target }) => setRule({ ...rule, to: target.value.trim() })}
        />
      </Field>
      <Field label={t('status')}>
        <Select
          value={STATUSES.find(({ value }) => Number(value) === rule.status)?.value ?? '301'}
          onValueChange={(value) => setRule({ ...rule, status: CODES[value] })}
          options={STATUSES}
        />
      </Field>
    </FormDialog>
  )
}
