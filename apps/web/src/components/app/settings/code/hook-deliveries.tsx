'use client'

import type { GitDeliveryView } from '@berth/protocol'
import { Status, type Tone } from '@berth/ui/status.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { When } from '../../../when.tsx'
import { useAppName } from '../../use-app.ts'

const TONES = {
  ignored: 'off',
  waiting: 'none',
  running: 'busy',
  built: 'ok',
  failed: 'bad',
} as const satisfies Record<GitDeliveryView['state'], Tone>

/** What a provider called, newest first, and what became of it. */
export function HookDeliveries({ deliveries }: { deliveries: readonly GitDeliveryView[] }) {
  const t = useTranslations('code')
  const { tenant, app } = useAppName()
  if (deliveries.length === 0) return null
  return (
    <ul className="divide-y rounded-md border text-sm" aria-label={t('deliveries')}>
      {deliveries.map(({ id, state, provider, event, branch, commit, message, build, createdAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
          <Status tone={TONES[state]}>{t(`state.${state}`)}</Status>
          <span>
            {provider} {event}
          </span>
          <span className="font-mono text-xs [overflow-wrap:anywhere]">
            {branch} {commit?.slice(0, 7)}
          </span>
          {build === null ? null : (
            <Link href={`/t/${tenant}/apps/${app}/builds/${build}`} className="underline underline-offset-4">
              {t('build')}
            </Link>
          )}
          <When at={createdAt} className="ml-auto text-xs text-faint" />
          {message === null ? null : (
            <span className="basis-full text-xs text-muted [overflow-wrap:anywhere]">{message}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
