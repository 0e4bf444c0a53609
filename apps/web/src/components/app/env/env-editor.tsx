'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { ClipboardPaste, Eye, EyeOff, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../../session/use-may.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { changeOf, type EnvChange, mergeInto, nextId, problemOf, rowsOf } from './env-draft.ts'
import { EnvPaste } from './env-paste.tsx'
import { EnvTable } from './env-table.tsx'
import { useEnvRows } from './use-env-rows.ts'

/** Values are masked until asked for; nothing happens before `apply`. */
export function EnvEditor(props: {
  before: Readonly<Record<string, string>>
  title: string
  hint: string
  applyText: string
  apply: {
    readonly isPending: boolean
    readonly error: unknown
    readonly mutate: (change: EnvChange) => void
  }
}) {
  const { before, title, hint, apply } = props
  const t = useTranslations('env')
  const may = useMay()
  const [rows, setRows] = useEnvRows(before)
  const [shown, setShown] = useState(false)
  const [pasting, setPasting] = useState(false)
  const change = changeOf(before, rows)
  const count = Object.keys(change.set).length + change.unset.length
  const broken = rows.some((row) => problemOf(row, rows) !== null)
  const add = () => setRows([...rows, { id: nextId(rows), name: '', value: '' }])
  const tools = (
    <div className="flex flex-wrap gap-2">
      <ToggleButton pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        {t(shown ? 'hideAll' : 'showAll')}
      </ToggleButton>
      <Button size="sm" onClick={() => setPasting(true)}>
        <ClipboardPaste aria-hidden />
        {t('paste')}
      </Button>
    </div>
  )
  return (
    <Panel title={title} description={hint} actions={tools} bodyClassName="p-0">
      {rows.length === 0 ? (
        <p className="px-4 py-6 text-sm text-muted">{t('empty')}</p>
      ) : (
        <EnvTable rows={rows} before={before} shown={shown} onChange={setRows} />
      )}
      {apply.error ? (
        <div className="px-4 pb-3">
          <ErrorCallout error={apply.error} />
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-2 border-t px-4 py-3">
        <Button size="sm" onClick={add}>
          <Plus aria-hidden />
          {t('add')}
        </Button>
        <span role="status" className="ml-auto text-sm text-muted">
          {count === 0 ? '' : t('changes', { count })}
        </span>
        <Button variant="ghost" disabled={count === 0} onClick={() => setRows(rowsOf(before))}>
          {t('discard')}
        </Button>
        <Button
          variant="primary"
          busy={apply.isPending}
          disabled={count === 0 || broken || !may('app:deploy')}
          onClick={() => apply.mutate(change)}
        >
          {props.applyText}
        </Button>
      </div>
      <EnvPaste
        open={pasting}
        onOpenChange={setPasting}
        onPaste={(values) => setRows(mergeInto(rows, values))}
      />
    </Panel>
  )
}
