'use client'

import type { WallTile } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { useSandboxReason } from '../../sandbox/use-reason.ts'

/** A student without a lab: has not begun, or is through. */
export function AbsentTile({ tile: { member, ended } }: { tile: WallTile }) {
  const t = useTranslations('wall')
  const states = useTranslations('sandboxState')
  const reasonText = useSandboxReason()
  return (
    <li className="flex min-w-0 flex-col gap-1 rounded-lg border border-dashed p-3 text-muted">
      <div className="flex min-w-0 items-baseline justify-between gap-2">
        <h3 className="truncate text-sm font-medium">{member.name}</h3>
        <span className="text-xs whitespace-nowrap">
          {ended === null ? t('notStarted') : states('ended')}
        </span>
      </div>
      {ended?.reason ? (
        <p className="line-clamp-4 text-xs [overflow-wrap:anywhere]">{reasonText(ended.reason)}</p>
      ) : null}
    </li>
  )
}
