'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { EndReason } from '@berth/core/end-reason.ts'
import type { InstanceStats, InstanceView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useFormatter, useTranslations } from 'next-intl'
import { useNow } from '../../../format/use-now.ts'
import { useEndText } from '../../../format/use-end-text.ts'
import { CopyId } from '../../copy-text.tsx'
import { When } from '../../when.tsx'
import { InstanceStatus } from '../instance-status.tsx'
import { UseCell } from './use-cell.tsx'

export function InstanceRow(props: {
  instance: InstanceView
  history: readonly InstanceStats[]
  cpuLimit: number
}) {
  const t = useTranslations('app')
  const format = useFormatter()
  const endText = useEndText()
  const now = useNow()
  const { instance, history } = props
  const runs = instance.state === 'running' || instance.state === 'draining'
  const used = runs ? history.at(-1) : undefined
  const ended = endedText()
  const next = instance.state === 'backoff' ? instance.nextStartAt : null
  const startsLater = next !== null && next > now ? next : null
  const at = runs ? instance.startedAt : (instance.endedAt ?? instance.startedAt)
  return (
    <Tr>
      <Td>
        <span className="font-medium tabular">
          {instance.process}.{instance.instance}
        </span>
        <span className="ml-1.5 text-xs text-faint tabular">#{instance.release}</span>
        <span className="block">
          <CopyId text={instance.id} shown={instance.id.slice(0, 12)} className="text-faint" />
        </span>
      </Td>
      <Td label={t('state')} className="min-w-44">
        <InstanceStatus
          state={instance.state}
          healthy={instance.healthy}
          ended={isFailure(instance.lastEnd)}
        />
        {ended ? <p className="max-w-56 text-xs text-muted">{ended}</p> : null}
        {startsLater ? (
          <p className="text-xs text-muted">
            {t('nextStart')} <When at={startsLater} />
          </p>
        ) : null}
      </Td>
      <Td label={t('cpu')}>
        <UseCell
          values={history.map((one) => one.cpu)}
          max={props.cpuLimit}
          text={used ? format.number(used.cpu, { maximumFractionDigits: 2, minimumFractionDigits: 2 }) : null}
          of={t('cores', { count: props.cpuLimit })}
        />
      </Td>
      <Td label={t('memory')}>
        <UseCell
          values={history.map((one) => one.memoryBytes)}
          max={used?.memoryLimit}
          text={used ? formatBytes(used.memoryBytes) : null}
          of={used ? formatBytes(used.memoryLimit) : ''}
        />
      </Td>
      <Td label={t('network')}>
        <UseCell
          values={history.map((one) => one.rxBytesPerSecond + one.txBytesPerSecond)}
          max={undefined}
          text={used ? `↓ ${formatBytes(Math.round(used.rxBytesPerSecond))}/s` : null}
          of={used ? `↑ ${formatBytes(Math.round(used.txBytesPerSecond))}/s` : ''}
        />
      </Td>
      <Td label={t('since')} className="text-right">
        {at ? <When at={at} /> : null}
        {instance.restarts > 0 ? (
          <span className="block text-xs text-muted tabular">
            {t('restarts', { count: instance.restarts })}
          </span>
        ) : null}
        {instance.oomKills > 0 ? (
          <span className="block text-xs text-warn">{t('outOfMemory', { count: instance.oomKills })}</span>
        ) : null}
        {instance.forksRefused > 0 ? (
          <span className="block text-xs text-warn">
            {t('forksRefused', { count: instance.forksRefused })}
          </span>
        ) : null}
      </Td>
    </Tr>
  )

  /** Of what runs again, how it ended before; a stop that somebody asked for is over then. */
  function endedText(): string | null {
    const { lastEnd, reason, restarts } = instance
    if (!lastEnd) return null
    if (reason !== null) return endText(lastEnd)
    return restarts > 0 && lastEnd.kind !== 'stopped' ? t('lastEnded', { reason: endText(lastEnd) }) : null
  }
}

function isFailure(end: EndReason | null): boolean {
  if (end === null || end.kind === 'stopped') return false
  return end.kind !== 'exit' || end.code !== 0
}
