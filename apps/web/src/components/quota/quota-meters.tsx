'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { Quota } from '@berth/core/limits.ts'
import type { ImageUsageView, SandboxQuotaView } from '@berth/protocol'
import { Meter } from '@berth/ui/meter.tsx'
import { useFormatter, useTranslations } from 'next-intl'

type QuotaView = {
  readonly quota: Quota
  readonly used: Quota
  readonly images: ImageUsageView
  readonly sandboxes: SandboxQuotaView
}

/** What is used of what may be. */
export function QuotaMeters({ quota, used, images, sandboxes }: QuotaView) {
  const t = useTranslations('quota')
  const format = useFormatter()
  const kept = sandboxes.kept.disk
  const count = (value: number) => format.number(value, { maximumFractionDigits: 2 })
  const rows = [
    { key: 'cpu', words: count },
    { key: 'memory', words: formatBytes },
    { key: 'containers', words: count },
    { key: 'pids', words: count },
    { key: 'disk', words: formatBytes },
  ] as const
  const shared = [
    { key: 'count', label: 'sandboxes', words: count },
    { key: 'cpu', label: 'sandboxCpu', words: count },
    { key: 'memory', label: 'sandboxMemory', words: formatBytes },
    { key: 'disk', label: 'sandboxDisk', words: formatBytes },
  ] as const
  return (
    <div className="grid grid-cols-1 gap-4">
      {rows.map(({ key, words }) => (
        <Meter
          key={key}
          label={t(key)}
          used={used[key]}
          total={quota[key]}
          text={t('usedOf', { used: words(used[key]), total: words(quota[key]) })}
        />
      ))}
      <Meter
        label={t('images')}
        used={images.used + images.reserved}
        total={images.quota}
        text={t('usedOf', {
          used: formatBytes(images.used + images.reserved),
          total: formatBytes(images.quota),
        })}
      />
      {shared.map(({ key, label, words }) => (
        <Meter
          key={label}
          label={t(label)}
          used={sandboxes.used[key]}
          total={sandboxes.quota[key]}
          text={t(key === 'disk' && kept > 0 ? 'usedOfKept' : 'usedOf', {
            used: words(sandboxes.used[key]),
            total: words(sandboxes.quota[key]),
            kept: formatBytes(kept),
          })}
        />
      ))}
    </div>
  )
}
