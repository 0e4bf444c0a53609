'use client'

import { Dialog } from '@berth/ui/dialog.tsx'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Status } from '@berth/ui/status.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { Command } from '../copy-text.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** What DNS says of a host at this moment. */
export function CheckDialog({ host, onClose }: { host: string; onClose: () => void }) {
  const t = useTranslations('domains')
  const common = useTranslations('common')
  const { tenant, app } = useAppName()
  const { mutate, data, error } = useMutation(useTRPC().domains.check.mutationOptions())
  useEffect(() => mutate({ tenant, app, host }), [mutate, tenant, app, host])
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('checkTitle', { host })}
      closeLabel={common('close')}
    >
      {error ? <ErrorCallout error={error} onRetry={() => mutate({ tenant, app, host })} /> : null}
      {data ? (
        <Facts>
          <Fact name={t('addresses')}>
            {data.addresses.length === 0 ? t('noAddress') : data.addresses.join(', ')}
          </Fact>
          <Fact name={t('leads')}>
            <Status tone={data.leadsHere === null ? 'none' : data.leadsHere ? 'ok' : 'warn'}>
              {t(data.leadsHere === null ? 'unknown' : data.leadsHere ? 'here' : 'elsewhere')}
            </Status>
            {data.leadsHere === false ? (
              <span className="block text-xs text-muted">
                {t('expected', { addresses: data.expected.join(', ') })}
              </span>
            ) : null}
          </Fact>
          <Fact name={t('ownership')}>
            <Status tone={data.record.found ? 'ok' : 'none'}>
              {t(data.record.found ? 'recordFound' : 'recordMissing')}
            </Status>
            <Command command={`${data.record.name} TXT "${data.record.value}"`} quiet />
            <span className="block text-xs text-muted">{t('ownershipHint')}</span>
          </Fact>
        </Facts>
      ) : error ? null : (
        <Skeleton className="h-24" />
      )}
    </Dialog>
  )
}
