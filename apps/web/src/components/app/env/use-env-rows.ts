'use client'

import { useState } from 'react'
import { changeOf, type EnvRow, rowsOf } from './env-draft.ts'

/** The table as it is edited. Values that change on the server show up, unless something here is not applied yet. */
export function useEnvRows(
  before: Readonly<Record<string, string>>,
): [readonly EnvRow[], (rows: readonly EnvRow[]) => void] {
  const [draft, setDraft] = useState({ base: before, rows: rowsOf(before) as readonly EnvRow[] })
  if (draft.base !== before) {
    const { set, unset } = changeOf(draft.base, draft.rows)
    const untouched = Object.keys(set).length + unset.length === 0
    setDraft({ base: before, rows: untouched ? rowsOf(before) : draft.rows })
  }
  return [draft.rows, (rows) => setDraft({ base: before, rows })]
}
