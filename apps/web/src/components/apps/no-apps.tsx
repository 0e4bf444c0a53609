'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Ship } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { CommandGroup, PushCommands } from '../git/push-commands.tsx'
import { skopeoPush } from '../images/skopeo-push.ts'

/** No app yet: the commands that make one, and the page's own way. */
export function NoApps() {
  const t = useTranslations('apps')
  const tenant = useTenant()
  const { host } = useMe()
  return (
    <EmptyState icon={Ship} title={t('emptyTitle')} className="grid-cols-1">
      <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
      <PushCommands tenant={tenant} app="hello" branch="main" />
      <CommandGroup
        title={t('emptyImage')}
        commands={[skopeoPush(host, tenant), 'berth deploy hello --image hello:1 --port 8080 --wait']}
      />
      <Button asChild variant="primary">
        <Link href={`/t/${tenant}/new`}>{t('deployImage')}</Link>
      </Button>
    </EmptyState>
  )
}
