'use client'

import type { WallTile } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dropdown, DropdownItem, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCourse } from '../../courses/use-course.ts'
import { MessageDialog } from '../message/message-dialog.tsx'
import { AllDialog } from './all-dialog.tsx'
import { type ClassAct, fitting, HELPING, TEACHING } from './class-acts.ts'

/** What is done to all who are shown; each item says how many that are. */
export function ClassMenu({ tiles, isPart }: { tiles: readonly WallTile[]; isPart: boolean }) {
  const t = useTranslations('wall.all')
  const teaches = useCourse().data?.part === 'teacher'
  const [asked, setAsked] = useState<{ act: ClassAct; who: { id: string; name: string }[] } | null>(null)
  const [writing, setWriting] = useState(false)
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
        <DropdownItem disabled={ids.length === 0} onSelect={() => setWriting(true)}>
          {t('write')}
          <span className="ml-auto pl-4 text-faint tabular">{ids.length}</span>
        </DropdownItem>
        {HELPING.map(item)}
        {teaches ? <DropdownSeparator /> : null}
        {teaches ? TEACHING.map(item) : null}
      </Dropdown>
      {writing ? <MessageDialog ids={ids} onClose={() => setWriting(false)} /> : null}
      {asked ? <AllDialog {...asked} isPart={isPart} onClose={() => setAsked(null)} /> : null}
    </>
  )
}
