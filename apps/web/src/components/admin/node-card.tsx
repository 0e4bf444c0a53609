'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { NodeState } from '@berth/core/states.ts'
import type { NodeView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Meter } from '@berth/ui/meter.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

const TONES = { ready: 'ok', draining: 'warn', offline: 'bad' } as const satisfies Record<NodeState, Tone>

/** One machine: what it is, what is promised on it, when it was last heard of. */
export function NodeCard({ node }: { node: NodeView }) {
  const t = useTranslations('admin')
  const quota = useTranslations('quota')
  const of = (used: string, total: string) => quota('usedOf', { used, total })
  const diskUsed = node.diskBytes - node.diskFreeBytes
  return (
    <Panel
      title={node.name}
      actions={<Status tone={TONES[node.state]}>{t(`nodeState.${node.state}`)}</Status>}
    >
      <div className="grid grid-cols-1 gap-5">
        <div className="grid grid-cols-1 gap-3">
          <Meter
            label={t('cpuReserved')}
            used={node.reserved.cpu}
            total={node.cpus}
            text={of(String(Number(node.reserved.cpu.toFixed(2))), String(node.cpus))}
          />
          <Meter
            label={t('memoryReserved')}
            used={node.reserved.memory}
            total={node.memoryBytes}
            text={of(formatBytes(node.reserved.memory), formatBytes(node.memoryBytes))}
          />
          <Meter
            label={t('diskUsed')}
            used={diskUsed}
            total={node.diskBytes}
            text={of(formatBytes(diskUsed), formatBytes(node.diskBytes))}
          />
          {node.writable ? <WritableSpace space={node.writable} /> : null}
        </div>
        <Facts>
          <Fact name={t('containers')}>
            <span className="tabular">{node.containers}</span>
          </Fact>
          <Fact name={t('heartbeat')}>{node.heartbeatAt ? <When at={node.heartbeatAt} /> : t('never')}</Fact>
          <Fact name={t('host')}>{node.hostname}</Fact>
          <Fact name={t('kernel')}>
            {node.kernel} · {node.arch} · cgroup {node.cgroup}
          </Fact>
          {node.refusedSubnets.length > 0 ? (
            <Fact name={t('refusedSubnets')}>
              <span className="font-mono text-xs">{node.refusedSubnets.join(' ')}</span>
              <span className="block text-xs text-warn">{t('refusedSubnetsHint')}</span>
            </Fact>
          ) : null}
          <Fact name={t('agent')}>{node.agentVersion}</Fact>
        </Facts>
      </div>
    </Panel>
  )
}

function WritableSpace({ space }: { space: NonNullable<NodeView['writable']> }) {
  const t = useTranslations('admin')
  const quota = useTranslations('quota')
  if (!space.limited)
    return <p className="text-sm text-warn">{t('diskUnlimited', { reason: space.reason ?? '' })}</p>
  const used = space.bytes - space.freeBytes
  return (
    <Meter
      label={t('writableUsed')}
      used={used}
      total={space.bytes}
      text={quota('usedOf', { used: formatBytes(used), total: formatBytes(space.bytes) })}
    />
  )
}
