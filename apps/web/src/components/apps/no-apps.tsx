'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Ship } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { Command } from '../copy-text.tsx'
import { skopeoPush } from '../images/skopeo-push.ts'

/** No app yet: the two commands that make one, and the page's own way. */
export function NoApps() {
  const t = useTranslations('apps')
  const tenant = useTenant()
  const { host } = useMe()
  return (
    <EmptyState icon={Ship} title={t('emptyTitle')}>
      <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
      <div className="grid w-full max-w-2xl gap-2">
        <Command command={skopeoPush(host, tenant)} />
        <Command command="berth deploy hello --image hello:1 --port 8080 --wait" />
      </div>
      <Button asChild variant="primary">
        <Link href={`/t/${tenant}/new`}>{t('deployImage')}</Link>
      </Button>
    </EmptyState>
  )
}
