'use client'

import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { HealthFields } from './health-fields.tsx'
import { RestartFields } from './restart-fields.tsx'
import type { RunField, RunText } from './run-form.ts'
import { RunInput } from './run-input.tsx'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGKILL']

/** Command, health check, and what its processes may and how they are stopped. */
export function RunFields(props: {
  value: RunText
  errors: Partial<Record<RunField, string>>
  onChange: (value: RunText) => void
}) {
  const t = useTranslations('run')
  const { value, errors } = props
  const change = (part: Partial<RunText>) => props.onChange({ ...value, ...part })
  const fields = { value, errors, onChange: change }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <RunInput
        {...fields}
        name="command"
        kind="words"
        placeholder={t('fromImage')}
        className="sm:col-span-2"
      />
      <HealthFields {...fields} />
      <RunInput {...fields} name="tmpfs" kind="words" placeholder="/tmp:64M" />
      <RunInput {...fields} name="ulimits" kind="words" placeholder="nofile=1024" />
      <Field label={t('stopSignal')} hint={t('stopSignalHint')}>
        <Select
          value={value.stopSignal}
          onValueChange={(stopSignal) => change({ stopSignal })}
          options={[
            { value: '', label: t('usualSignal') },
            ...SIGNALS.map((name) => ({ value: name, label: name })),
          ]}
        />
      </Field>
      <RunInput {...fields} name="stopSeconds" kind="number" placeholder="10" />
      <RunInput {...fields} name="drainSeconds" kind="number" placeholder="15" />
      <RestartFields {...fields} />
      <Checkbox
        label={t('readOnly')}
        hint={t('readOnlyHint')}
        checked={value.readOnly}
        onChange={(event) => change({ readOnly: event.target.checked })}
        className="sm:col-span-2"
      />
    </div>
  )
}
