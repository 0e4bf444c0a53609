'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { NodePullView } from '@berth/protocol'
import { Meter } from '@berth/ui/meter.tsx'
import { useTranslations } from 'next-intl'

/** Pulls that run, with their bytes, and those that failed lately. */
export function NodePulls({ pulls }: { pulls: readonly NodePullView[] }) {
  const t = useTranslations('nodeImages')
  const shown = pulls.filter(({ state }) => state !== 'done')
  if (shown.length === 0) return null
  return (
    <ul className="grid grid-cols-1 gap-3">
      {shown.map((pull) => (
        <li key={pull.digest}>
          {pull.state === 'failed' ? (
            <p className="text-sm text-bad">
              {t('failed', { repository: pull.repository, error: pull.error ?? '' })}
            </p>
          ) : (
            <Meter
              label={pull.repository}
              used={pull.bytes}
              total={Math.max(1, pull.total)}
              text={t('pulled', {
                bytes: formatBytes(pull.bytes),
                total: formatBytes(pull.total),
                layers: pull.layers,
                layersDone: pull.layersDone,
              })}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
