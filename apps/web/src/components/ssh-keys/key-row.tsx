'use client'

import type { SshKeyView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CopyId } from '../copy-text.tsx'
import { When } from '../when.tsx'

const RemoveKeyDialog = dynamic(() =>
  import('./remove-key-dialog.tsx').then((module) => module.RemoveKeyDialog),
)

export function KeyRow(props: {
  item: SshKeyView
  reach: string
  onRemove: (id: string) => Promise<unknown>
}) {
  const t = useTranslations('sshKeys')
  const [removing, setRemoving] = useState(false)
  const { name, kind, type, fingerprint, createdAt, lastUsedAt } = props.item
  return (
    <li className="flex items-center justify-between gap-4 px-4 py-2.5 text-sm">
      <div className="min-w-0">
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
        {kind === 'machine' ? <Badge className="ml-2">{t('machine')}</Badge> : null}
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-muted">
          <span className="font-mono">{type}</span>
          <CopyId text={fingerprint} className="max-w-full" />
        </div>
        <p className="text-xs [overflow-wrap:anywhere] text-muted">
          {props.reach} · {t('made')} <When at={createdAt} /> ·{' '}
          {lastUsedAt ? (
            <>
              {t('lastUsed')} <When at={lastUsedAt} />
            </>
          ) : (
            t('never')
          )}
        </p>
      </div>
      <Button
        size="sm"
        variant="danger-quiet"
        aria-label={t('removeName', { name })}
        onClick={() => setRemoving(true)}
      >
        {t('remove')}
      </Button>
      {removing ? (
        <RemoveKeyDialog item={props.item} onRemove={props.onRemove} onClose={() => setRemoving(false)} />
      ) : null}
    </li>
  )
}
