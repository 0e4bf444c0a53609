'use client'

import type { ReleaseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../../../notify.ts'
import { useMay } from '../../../../session/use-may.ts'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { ErrorCallout } from '../../../error-callout.tsx'
import { useAppName } from '../../use-app.ts'
import { type ProcessText, processTexts, readProcesses } from './process-form.ts'
import { ProcessRow } from './process-row.tsx'

/** The process types of an app, and how many instances of each run. */
export function ProcessesPanel({ release }: { release: ReleaseView }) {
  const t = useTranslations('settings')
  const name = useAppName()
  const may = useMay()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [rows, setRows] = useState(() => processTexts(release.processes))
  const onSuccess = async (deploy: { release: number }) => {
    notify.success(t('applied', { release: deploy.release }))
    await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
    await queryClient.invalidateQueries({ queryKey: trpc.releases.pathKey() })
  }
  const scale = useMutation(trpc.apps.scale.mutationOptions({ onSuccess }))
  const change = useMutation(trpc.apps.setProcesses.mutationOptions({ onSuccess }))
  const wish = readProcesses(release.processes, rows)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (wish.kind === 'scale') scale.mutate({ ...name, processes: wish.processes })
    if (wish.kind === 'change') change.mutate({ ...name, processes: wish.processes })
  }
  const put = (next: ProcessText) => setRows(rows.map((row) => (row.key === next.key ? next : row)))
  const error = scale.error ?? change.error
  return (
    <Panel title={t('processes')} description={t('processesHint')}>
      <form onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
        {rows.map((row) => (
          <ProcessRow
            key={row.key}
            row={row}
            isBad={wish.kind === 'bad' && wish.keys.includes(row.key) && row.name !== ''}
            onChange={put}
            onRemove={() => setRows(rows.filter(({ key }) => key !== row.key))}
          />
        ))}
        {error ? <ErrorCallout error={error} /> : null}
        <div className="flex flex-wrap gap-3">
          <Button
            type="submit"
            busy={scale.isPending || change.isPending}
            disabled={wish.kind === 'none' || wish.kind === 'bad' || !may('app:deploy')}
          >
            {t('apply')}
          </Button>
          <Button variant="ghost" onClick={() => setRows([...rows, emptyRow(rows)])}>
            <Plus aria-hidden />
            {t('processAdd')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function emptyRow(rows: readonly ProcessText[]): ProcessText {
  const last = Math.max(0, ...rows.map(({ key }) => Number(key) || 0))
  return { key: String(last + 1), name: '', command: '', replicas: 1, isNew: true }
}
