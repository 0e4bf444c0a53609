'use client'

import type { WallTile } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dropdown, DropdownItem, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCourse } from '../../courses/use-course.ts'
import { RunCommandDialog } from '../broadcast/run-command-dialog.tsx'
import { SendFileDialog } from '../broadcast/send-file-dialog.tsx'
import { SentDialog } from '../broadcast/sent-dialog.tsx'
import { MessageDialog } from '../message/message-dialog.tsx'
import { AllDialog } from './all-dialog.tsx'
import { type ClassAct, fitting, HELPING, TEACHING } from './class-acts.ts'

const SENDING = ['write', 'file', 'command'] as const
const HELPERS_SENDING = ['write'] as const
type Sending = (typeof SENDING)[number] | 'sent'

/** What is done to all who are shown; each item says how many that are. */
export function ClassMenu({ tiles, isPart }: { tiles: readonly WallTile[]; isPart: boolean }) {
  const t = useTranslations('wall.all')
  const teaches = useCourse().data?.part === 'teacher'
  const [asked, setAsked] = useState<{ act: ClassAct; who: { id: string; name: string }[] } | null>(null)
  const [sending, setSending] = useState<Sending | null>(null)
  const close = () => setSending(null)
  const ids = fitting(tiles, 'end').map(({ id }) => id)
  const item = (act: ClassAct) => {
    const who = fitting(tiles, act)
    return (
      <DropdownItem
        key={act}
        danger={act === 'end'}
        disabled={who.length === 0}
        onSelect={() => setAsked({ act, who })}
      >
        {t(`act.${act}`)}
        <span className="ml-auto pl-4 text-faint tabular">{who.length}</span>
      </DropdownItem>
    )
  }
  const trigger = (
    <Button>
      {t('menu')}
      <ChevronDown aria-hidden />
    </Button>
  )
  return (
    <>
      <Dropdown trigger={trigger}>
        {(teaches ? SENDING : HELPERS_SENDING).map((kind) => (
          <DropdownItem key={kind} disabled={ids.length === 0} onSelect={() => setSending(kind)}>
            {t(kind)}
            <span className="ml-auto pl-4 text-faint tabular">{ids.length}</span>
          </DropdownItem>
        ))}
        <DropdownItem onSelect={() => setSending('sent')}>{t('sent')}</DropdownItem>
        <DropdownSeparator />
        {HELPING.map(item)}
        {teaches ? <DropdownSeparator /> : null}
        {teaches ? TEACHING.map(item) : null}
      </Dropdown>
      {sending === 'write' ? <MessageDialog ids={ids} onClose={close} /> : null}
      {sending === 'file' ? <SendFileDialog ids={ids} onClose={close} /> : null}
      {sending === 'command' ? <RunCommandDialog ids={ids} onClose={close} /> : null}
      {sending === 'sent' ? <SentDialog onClose={close} /> : null}
      {asked ? <AllDialog {...asked} isPart={isPart} onClose={() => setAsked(null)} /> : null}
    </>
  )
}
