'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { DeletionView } from '@berth/protocol'
import { useFormatter, useTranslations } from 'next-intl'

const MOST_NAMED = 12

/** In sentences: what goes, what it frees, what needs it. */
export function DeletionPreview({ plan }: { plan: DeletionView }) {
  const t = useTranslations('images.preview')
  const format = useFormatter()
  const isUsed = plan.usedBy.length + plan.usedByOthers > 0
  const users = plan.usedBy.slice(0, MOST_NAMED).map(({ app, release }) => t('release', { app, release }))
  const more = plan.usedBy.length - users.length
  return (
    <span className="grid gap-1.5">
      <span>{t(plan.kind, { tags: plan.tags.length, manifests: plan.manifests })}</span>
      {plan.kind !== 'tag' && plan.tags.length > 0 ? (
        <span className="font-mono text-xs [overflow-wrap:anywhere]">
          {plan.tags.slice(0, MOST_NAMED).join(', ')}
          {plan.tags.length > MOST_NAMED ? ' …' : ''}
        </span>
      ) : null}
      <span className="font-medium text-ink">
        {t('frees', { freed: formatBytes(plan.freedBytes), quota: formatBytes(plan.quotaBytes) })}
      </span>
      {plan.sharedBytes > 0 ? <span>{t('shared', { bytes: formatBytes(plan.sharedBytes) })}</span> : null}
      {isUsed ? (
        <span className={plan.kind === 'tag' ? undefined : 'text-bad'}>
          {t(plan.kind === 'tag' ? 'usedTag' : 'used')}{' '}
          <span className="[overflow-wrap:anywhere]">
            {format.list([
              ...users,
              ...(more > 0 ? [t('more', { count: more })] : []),
              ...(plan.usedByOthers > 0 ? [t('others', { count: plan.usedByOthers })] : []),
            ])}
          </span>
        </span>
      ) : null}
    </span>
  )
}
