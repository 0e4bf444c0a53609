'use client'

import type { SandboxView } from '@berth/protocol'
import { Dropdown, DropdownItem, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { CircleStop, EllipsisVertical, Pause, RotateCcw, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSandboxAct } from '../use-sandbox.ts'
import { ConfirmAct } from './confirm-act.tsx'

/** Pause, reset, undo, end. What cannot be taken back is asked for. */
export function LabMenu({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox')
  const [asking, setAsking] = useState<'reset' | 'end' | null>(null)
  const close = () => setAsking(null)
  const pause = useSandboxAct('pause')
  const undo = useSandboxAct('undoReset')
  const trigger = (
    <IconButton label={t('more')}>
      <EllipsisVertical aria-hidden />
    </IconButton>
  )
  return (
    <>
      <Dropdown align="end" trigger={trigger}>
        {sandbox.state === 'running' ? (
          <DropdownItem onSelect={pause.run}>
            <Pause aria-hidden />
            {t('pause')}
          </DropdownItem>
        ) : null}
        {sandbox.kind === 'copy' ? null : (
          <DropdownItem onSelect={() => setAsking('reset')}>
            <RotateCcw aria-hidden />
            {t('reset')}
          </DropdownItem>
        )}
        {sandbox.canUndo ? (
          <DropdownItem onSelect={undo.run}>
            <Undo2 aria-hidden />
            {t('undo')}
          </DropdownItem>
        ) : null}
        <DropdownSeparator />
        <DropdownItem onSelect={() => setAsking('end')}>
          <CircleStop aria-hidden />
          {t('end')}
        </DropdownItem>
      </Dropdown>
      {asking ? <ConfirmAct act={asking} onClose={close} /> : null}
    </>
  )
}
