'use client'

import { useTranslations } from 'next-intl'
import type { EnvRow } from './env-draft.ts'
import { problemOf } from './env-draft.ts'
import { EnvTableRow } from './env-table-row.tsx'

export function EnvTable(props: {
  rows: readonly EnvRow[]
  before: Readonly<Record<string, string>>
  shown: boolean
  onChange: (rows: readonly EnvRow[]) => void
}) {
  const t = useTranslations('env')
  const { rows, before } = props
  const replace = (changed: EnvRow) =>
    props.onChange(rows.map((row) => (row.id === changed.id ? changed : row)))
  return (
    <ul aria-label={t('title')} className="divide-y">
      {rows.map((row) => (
        <EnvTableRow
          key={row.id}
          row={row}
          shown={props.shown}
          changed={row.name !== '' && before[row.name] !== row.value}
          problem={problemOf(row, rows)}
          onChange={replace}
          onRemove={() => props.onChange(rows.filter((one) => one.id !== row.id))}
        />
      ))}
    </ul>
  )
}
