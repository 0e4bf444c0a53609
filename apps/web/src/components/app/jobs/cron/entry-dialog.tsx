'use client'

import { CONCURRENCIES } from '@berth/core/job.ts'
import type { CronView } from '@berth/protocol'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { joinWords, splitWords } from '../../../../format/shell-words.ts'
import { FormDialog } from '../../../domains/form-dialog.tsx'
import { useAppName } from '../../use-app.ts'
import { useScheduleText } from './use-schedule-text.ts'
import { useSetCron } from './use-set-cron.ts'

const MINUTE_MS = 60_000
const PLAIN = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  spellCheck: false,
  className: 'font-mono',
} as const

/** A new entry, or other words for one that is there. */
export function EntryDialog({ entry, onClose }: { entry: CronView | null; onClose: () => void }) {
  const t = useTranslations('jobs')
  const app = useAppName()
  const change = useSetCron(onClose)
  const scheduleText = useScheduleText()
  const [wish, setWish] = useState({
    name: entry?.name ?? '',
    schedule: entry?.schedule ?? '',
    timezone: entry?.timezone ?? 'UTC',
    line: joinWords(entry?.command ?? []),
    concurrency: entry?.concurrency ?? 'forbid',
    minutes: String((entry?.deadlineMs ?? 60 * MINUTE_MS) / MINUTE_MS),
  })
  const type = (key: 'name' | 'schedule' | 'timezone' | 'line' | 'minutes') => ({
    required: true,
    value: wish[key],
    onChange: ({ target }: { target: { value: string } }) => setWish({ ...wish, [key]: target.value }),
  })
  const command = splitWords(wish.line)
  const submit = () => {
    if (!command || command.length === 0) return
    const { name, schedule, timezone, concurrency, minutes } = wish
    const deadlineMs = Math.round(Number(minutes) * MINUTE_MS)
    change.mutate({
      ...app,
      set: [
        { ...{ command, concurrency, deadlineMs, name: name.trim() }, schedule, timezone: timezone.trim() },
      ],
    })
  }
  return (
    <FormDialog
      title={entry ? t('changeEntry', { name: entry.name }) : t('addEntry')}
      hint={t('releaseHint')}
      submit={t('apply')}
      error={change.error}
      busy={change.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('name')}>
        <Input {...PLAIN} {...type('name')} disabled={entry !== null} placeholder="nightly" />
      </Field>
      <Field label={t('schedule')} hint={scheduleText(wish.schedule) ?? t('scheduleHint')}>
        <Input {...PLAIN} {...type('schedule')} placeholder="0 3 * * *" />
      </Field>
      <Field label={t('timezone')} hint={t('timezoneHint')}>
        <Input {...PLAIN} {...type('timezone')} />
      </Field>
      <Field
        label={t('command')}
        hint={t('commandHint')}
        error={command === null ? t('openQuote') : undefined}
      >
        <Input {...PLAIN} {...type('line')} placeholder="./clean --older-than 7d" />
      </Field>
      <Field label={t('concurrency')}>
        <Select
          value={wish.concurrency}
          onValueChange={(concurrency) => setWish({ ...wish, concurrency })}
          options={CONCURRENCIES.map((value) => ({ value, label: t(`concurrencyOf.${value}`) }))}
        />
      </Field>
      <Field label={t('timeout')} hint={t('deadlineHint')}>
        <Input {...type('minutes')} type="number" min={1} max={1440} />
      </Field>
    </FormDialog>
  )
}
