'use client'

import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../error-callout.tsx'
import { When } from '../when.tsx'

type Every = 'daily' | 'weekly'

const USUAL = 7
const KEPT = [3, USUAL, 14]

/** When something is made by itself, and how many of those stay. */
export function EveryField(props: {
  label: string
  schedule: { readonly every: Every; readonly keep: number; readonly dueAt: Date } | null
  disabled: boolean
  busy: boolean
  error: unknown
  onChange: (every: Every | null, keep: number) => void
}) {
  const t = useTranslations('volumes')
  const { schedule, onChange } = props
  const keep = schedule?.keep ?? USUAL
  const options = (['never', 'daily', 'weekly'] as const).map((value) => ({
    value,
    label: t(`every.${value}`),
  }))
  const counts = [...new Set([...KEPT, keep])].toSorted((a, b) => a - b)
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <Field label={props.label}>
        <Select
          value={schedule?.every ?? 'never'}
          options={options}
          disabled={props.disabled || props.busy}
          onValueChange={(every) => onChange(every === 'never' ? null : every, keep)}
        />
      </Field>
      {schedule ? (
        <Field label={t('keep')}>
          <Select
            value={String(keep)}
            options={counts.map((count) => ({ value: String(count), label: t('keepCount', { count }) }))}
            disabled={props.disabled || props.busy}
            onValueChange={(count) => onChange(schedule.every, Number(count))}
          />
        </Field>
      ) : null}
      {schedule ? (
        <p className="text-sm text-muted sm:col-span-2">
          {t('next')} <When at={schedule.dueAt} />
        </p>
      ) : null}
      {props.error ? <ErrorCallout error={props.error} /> : null}
    </div>
  )
}
