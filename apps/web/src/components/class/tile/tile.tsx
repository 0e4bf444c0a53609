'use client'

import type { SandboxState } from '@berth/core'
import type { WallTile } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { cn } from '@berth/ui/cn.ts'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { CopyLab } from '../../sandbox/copy/copy-lab.tsx'
import { When } from '../../when.tsx'
import type { Need } from '../wall-order.ts'
import { AbsentTile } from './absent-tile.tsx'
import { Screen } from './screen.tsx'
import { TileNeeds } from './tile-needs.tsx'
import { TileWhy } from './tile-why.tsx'

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
  if (sandbox === null) return <AbsentTile tile={props.tile} />
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
        <span className="flex min-w-0 flex-wrap items-center justify-end gap-1.5">
          <TileNeeds sandbox={sandbox} needs={props.needs} />
          <Badge tone={STATE_TONES[sandbox.state] ?? 'neutral'}>{states(sandbox.state)}</Badge>
        </span>
      </div>
      <TileWhy sandbox={sandbox} />
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
