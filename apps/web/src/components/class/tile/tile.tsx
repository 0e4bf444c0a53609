'use client'

import type { SandboxState } from '@berth/core'
import type { WallTile } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { cn } from '@berth/ui/cn.ts'
import { Hand } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { CopyLab } from '../../sandbox/copy/copy-lab.tsx'
import { When } from '../../when.tsx'
import type { Need } from '../wall-order.ts'
import { Screen } from './screen.tsx'

/** One student: what their terminal shows, how far they are, and what they may need. */
export const Tile = memo(function Tile(props: {
  tile: WallTile
  needs: readonly Need[]
  lines: readonly string[] | undefined
  selected: boolean
  onSelect: (member: string, selected: boolean) => void
}) {
  const t = useTranslations('wall')
  const states = useTranslations('sandboxState')
  const { member, sandbox } = props.tile
  if (sandbox === null) {
    return (
      <li className="flex min-w-0 items-baseline justify-between gap-2 rounded-lg border border-dashed p-3 text-muted">
        <h3 className="truncate text-sm font-medium">{member.name}</h3>
        <span className="text-xs whitespace-nowrap">{t('notStarted')}</span>
      </li>
    )
  }
  const hasScreen = sandbox.state === 'running' || sandbox.state === 'frozen'
  return (
    <li
      data-sandbox={sandbox.id}
      className={cn(
        'flex min-w-0 flex-col gap-2 rounded-lg border bg-surface p-3',
        sandbox.hand && 'border-accent',
      )}
    >
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-2 gap-y-1">
        <span className="flex max-w-full min-w-0 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 shrink-0 accent-accent"
            aria-label={t('select', { name: member.name })}
            checked={props.selected}
            onChange={({ target }) => props.onSelect(member.id, target.checked)}
          />
          <h3 className="min-w-0 truncate text-sm font-medium">{member.name}</h3>
        </span>
        <span
          title={sandbox.reasonText ?? undefined}
          className="flex min-w-0 flex-wrap items-center justify-end gap-1.5"
        >
          {sandbox.hand ? (
            <Badge tone="accent">
              <Hand aria-hidden />
              {sandbox.hand.takenBy === null ? t('hand') : t('handTaken', { by: sandbox.hand.takenBy })}
            </Badge>
          ) : null}
          <Needs needs={props.needs} throttled={sandbox.throttled} trouble={sandbox.trouble} />
          <Badge tone={STATE_TONES[sandbox.state] ?? 'neutral'}>{states(sandbox.state)}</Badge>
        </span>
      </div>
      <Screen name={member.name} lines={hasScreen ? props.lines : undefined} />
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-2 text-xs text-muted">
        <span className="min-w-0 tabular">
          <span className="block truncate">{sandbox.lab}</span>
          {sandbox.checks.all === 0 ? null : t('checks', sandbox.checks)}
          {sandbox.checks.failed === 0 ? null : ` · ${t('checksFailed', sandbox.checks)}`}
          {sandbox.activeAt === null ? null : (
            <>
              {' · '}
              {t('active')} <When at={sandbox.activeAt} />
            </>
          )}
        </span>
        <span className="flex items-center gap-1">
          {sandbox.state === 'queued' || sandbox.state === 'starting' ? null : (
            <CopyLab sandbox={sandbox.id} name={member.name} />
          )}
          <Button asChild size="sm">
            <Link href={`/s/${sandbox.id}`} prefetch={false} aria-label={t('lookAt', { name: member.name })}>
              {t('look')}
            </Link>
          </Button>
        </span>
      </div>
    </li>
  )
})

const STATE_TONES: Partial<Record<SandboxState, 'ok' | 'bad'>> = { running: 'ok', failed: 'bad' }

const TONES = { failed: 'bad', stuck: 'warn', idle: 'neutral' } as const

type NeedsProps = {
  readonly needs: readonly Need[]
  readonly throttled: boolean
  readonly trouble: string | null
}

function Needs({ needs, throttled, trouble }: NeedsProps) {
  const t = useTranslations('wall')
  return (
    <>
      {trouble === null ? null : (
        <Badge tone="bad" title={trouble}>
          {t('trouble')}
        </Badge>
      )}
      {throttled ? <Badge tone="warn">{t('throttled')}</Badge> : null}
      {needs.map((need) =>
        need === 'hand' ? null : (
          <Badge key={need} tone={TONES[need]}>
            {t(need)}
          </Badge>
        ),
      )}
    </>
  )
}
