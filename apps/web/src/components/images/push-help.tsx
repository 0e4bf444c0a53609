'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Layers } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { Command } from '../copy-text.tsx'
import { skopeoPush } from './skopeo-push.ts'

/** How an image gets here, with the names filled in. */
export function PushHelp({ tenant, first }: { tenant: string; first?: boolean }) {
  const t = useTranslations('images')
  const { host } = useMe()
  const commands = (
    <div className="grid w-full max-w-2xl min-w-0 gap-2">
      <Command command={`docker login ${host} -u token`} />
      <Command command={`docker push ${host}/${tenant}/hello:1`} />
      <Command command={skopeoPush(host, tenant)} />
    </div>
  )
  const token = (
    <p className="max-w-xl text-sm text-muted">
      {t.rich('loginHint', {
        link: (chunks) => (
          <Link href={`/t/${tenant}/tokens`} className="text-accent-text underline underline-offset-4">
            {chunks}
          </Link>
        ),
      })}
    </p>
  )
  if (first) {
    return (
      <EmptyState icon={Layers} title={t('emptyTitle')}>
        {token}
        {commands}
      </EmptyState>
    )
  }
  return (
    <Panel title={t('push')}>
      <div className="grid grid-cols-1 gap-3">
        {token}
        {commands}
      </div>
    </Panel>
  )
}
