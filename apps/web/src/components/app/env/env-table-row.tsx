'use client'

import { Badge } from '@berth/ui/badge.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Eye, EyeOff, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Copy } from '../../copy-text.tsx'
import type { EnvRow, RowProblem } from './env-draft.ts'

export function EnvTableRow(props: {
  row: EnvRow
  shown: boolean
  changed: boolean
  problem: RowProblem | null
  onChange: (row: EnvRow) => void
  onRemove: () => void
}) {
  const t = useTranslations('env')
  const { row } = props
  const [revealed, setRevealed] = useState(row.name === '')
  const visible = props.shown || revealed
  return (
    <li className="grid gap-2 px-4 py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] sm:items-center">
      <Input
        aria-label={t('name')}
        aria-invalid={props.problem !== null}
        placeholder="NAME"
        spellCheck={false}
        autoCapitalize="none"
        value={row.name}
        onChange={(event) => props.onChange({ ...row, name: event.target.value.trim() })}
        className="font-mono"
      />
      <Input
        aria-label={t('valueOf', { name: row.name })}
        type={visible ? 'text' : 'password'}
        autoComplete="off"
        spellCheck={false}
        value={row.value}
        onChange={(event) => props.onChange({ ...row, value: event.target.value })}
        className="font-mono"
      />
      <div className="flex items-center justify-end gap-0.5">
        {props.changed ? <Badge tone="accent">{t('changed')}</Badge> : null}
        <IconButton
          size="icon-sm"
          label={t(visible ? 'hide' : 'reveal')}
          onClick={() => setRevealed(!revealed)}
        >
          {visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
        <Copy text={row.value} />
        <IconButton size="icon-sm" label={t('remove', { name: row.name })} onClick={props.onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {props.problem === null ? null : (
        <p role="alert" className="text-xs text-bad sm:col-span-3">
          {t(`problem.${props.problem}`)}
        </p>
      )}
    </li>
  )
}
