'use client'

import { Field } from '@berth/ui/field.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ProcessText, VISITED } from './process-form.ts'

/** One process type: its name, its command, and how many instances of it run. */
export function ProcessRow(props: {
  row: ProcessText
  isBad: boolean
  onChange: (row: ProcessText) => void
  onRemove: () => void
}) {
  const t = useTranslations('settings')
  const { row, onChange } = props
  const isWeb = row.name === VISITED && !row.isNew
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)_5rem_2.25rem] items-end gap-3 border-b pb-4 last:border-0 last:pb-0 sm:grid-cols-[9rem_minmax(0,1fr)_5rem_2.25rem]">
      <legend className="sr-only">{row.name}</legend>
      <Field
        label={t('processName')}
        error={props.isBad ? t('processBad') : undefined}
        className="max-sm:col-span-3"
      >
        <Input
          required
          readOnly={!row.isNew}
          value={row.name}
          onChange={(event) => onChange({ ...row, name: event.target.value })}
        />
      </Field>
      <Field label={t('processCommand')}>
        <Input
          className="font-mono"
          readOnly={isWeb}
          placeholder={t('processOwnCommand')}
          value={row.command}
          onChange={(event) => onChange({ ...row, command: event.target.value })}
        />
      </Field>
      <Field label={t('processCount')}>
        <Input
          type="number"
          min={0}
          max={100}
          required
          value={Number.isNaN(row.replicas) ? '' : row.replicas}
          onChange={(event) => onChange({ ...row, replicas: event.target.valueAsNumber })}
        />
      </Field>
      {isWeb ? (
        <span />
      ) : (
        <IconButton label={t('processRemove', { name: row.name })} onClick={props.onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </fieldset>
  )
}
