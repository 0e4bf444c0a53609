'use client'

import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { HealthFields } from './health-fields.tsx'
import { RestartFields } from './restart-fields.tsx'
import type { RunField, RunText } from './run-form.ts'

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
  const typed = (name: 'command' | 'tmpfs' | 'ulimits' | 'stopSeconds', placeholder: string) => (
    <Input
      autoComplete="off"
      spellCheck={false}
      placeholder={placeholder}
      value={value[name]}
      onChange={(event) => change({ [name]: event.target.value })}
      className="font-mono"
    />
  )
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('command')} hint={t('commandHint')} error={errors.command} className="sm:col-span-2">
        {typed('command', t('fromImage'))}
      </Field>
      <HealthFields value={value} errors={errors} onChange={change} />
      <Field label={t('tmpfs')} hint={t('tmpfsHint')} error={errors.tmpfs}>
        {typed('tmpfs', '/tmp:64M')}
      </Field>
      <Field label={t('ulimits')} hint={t('ulimitsHint')} error={errors.ulimits}>
        {typed('ulimits', 'nofile=1024')}
      </Field>
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
      <Field label={t('stopSeconds')} hint={t('stopSecondsHint')} error={errors.stopSeconds}>
        {typed('stopSeconds', '10')}
      </Field>
      <RestartFields value={value} errors={errors} onChange={change} />
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
