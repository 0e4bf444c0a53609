'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Callout } from '@berth/ui/callout.tsx'
import { Meter } from '@berth/ui/meter.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** What the tenant's images take of what they may; nothing until it is known. */
export function ImageQuota() {
  const t = useTranslations('imageRules')
  const tenant = useTenant()
  const { data } = useQuery(useTRPC().imageRules.usage.queryOptions({ tenant }))
  if (!data) return <div className="h-9" />
  const taken = data.used + data.reserved
  return (
    <div className="grid grid-cols-1 gap-2">
      <Meter
        label={t('quota')}
        used={taken}
        total={data.quota}
        text={t('quotaText', { used: formatBytes(taken), total: formatBytes(data.quota) })}
      />
      {data.reserved > 0 ? (
        <p className="text-xs text-muted">{t('quotaReserved', { reserved: formatBytes(data.reserved) })}</p>
      ) : null}
      {data.left === 0 ? <Callout tone="warn" title={t('full')} /> : null}
    </div>
  )
}
