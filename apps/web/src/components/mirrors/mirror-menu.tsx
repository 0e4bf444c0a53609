'use client'

import type { MirrorView } from '@berth/protocol'
import { Dropdown, DropdownItem, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { CircleCheck, CircleSlash, Ellipsis, Pencil, PlugZap, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { toInput } from './mirror-form.ts'
import { useMirrorActions } from './use-mirror-actions.ts'

const RemoveMirror = dynamic(() => import('./remove-mirror.tsx').then((module) => module.RemoveMirror))

export function MirrorMenu({ mirror, onEdit }: { mirror: MirrorView; onEdit: () => void }) {
  const t = useTranslations('mirrors')
  const { change, test } = useMirrorActions()
  const [removing, setRemoving] = useState(false)
  const { prefix, enabled } = mirror
  const tryIt = () =>
    test.mutate({ prefix }, { onSuccess: ({ ms }) => notify.success(t('tested', { prefix, ms })) })
  return (
    <>
      <Dropdown
        trigger={
          <IconButton size="icon-sm" label={t('actionsOf', { prefix })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <DropdownItem disabled={!enabled} onSelect={tryIt}>
          <PlugZap aria-hidden />
          {t('test')}
        </DropdownItem>
        <DropdownItem onSelect={onEdit}>
          <Pencil aria-hidden />
          {t('edit')}
        </DropdownItem>
        <DropdownItem onSelect={() => change.mutate({ ...toInput(mirror), prefix, enabled: !enabled })}>
          {enabled ? <CircleSlash aria-hidden /> : <CircleCheck aria-hidden />}
          {t(enabled ? 'switchOff' : 'switchOn')}
        </DropdownItem>
        <DropdownSeparator />
        <DropdownItem danger onSelect={() => setRemoving(true)}>
          <Trash2 aria-hidden />
          {t('remove')}
        </DropdownItem>
      </Dropdown>
      {removing ? <RemoveMirror mirror={mirror} onClose={() => setRemoving(false)} /> : null}
    </>
  )
}
