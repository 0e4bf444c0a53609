'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { useQuery } from '@tanstack/react-query'
import { FileUp, Mail, UserPlus, Users } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ListTable } from '../../list-table.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useCourse, useCourseId } from '../use-course.ts'
import { LinksPanel } from './links-panel.tsx'
import { PersonRow } from './person-row.tsx'

const AddPersonDialog = dynamic(() =>
  import('./add-person-dialog.tsx').then((module) => module.AddPersonDialog),
)
const RosterDialog = dynamic(() => import('./roster-dialog.tsx').then((module) => module.RosterDialog))
const InviteDialog = dynamic(() => import('./invite-dialog.tsx').then((module) => module.InviteDialog))

/** Who is in the course, and the ways into it. */
export function People() {
  const t = useTranslations('courses.people')
  const course = useCourseId()
  const teaches = useCourse().data?.part === 'teacher'
  const people = useQuery(useTRPC().courses.members.list.queryOptions({ course }))
  const [open, setOpen] = useState<'add' | 'roster' | 'invite' | null>(null)
  const close = () => setOpen(null)
  const waiting = (people.data ?? []).some(
    ({ joinedAt, removedAt }) => joinedAt === null && removedAt === null,
  )
  return (
    <>
      <LinksPanel teaches={teaches} />
      {teaches ? (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={() => setOpen('roster')}>
            <FileUp aria-hidden />
            {t('import')}
          </Button>
          <Button onClick={() => setOpen('add')}>
            <UserPlus aria-hidden />
            {t('add')}
          </Button>
          {waiting ? (
            <Button onClick={() => setOpen('invite')}>
              <Mail aria-hidden />
              {t('invite')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <QueryView query={people} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Users} title={t('empty')}>
              <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
            </EmptyState>
          ) : (
            <ListTable
              label={t('title')}
              heads={[
                { text: t('person') },
                { text: t('part') },
                { text: t('group') },
                { text: t('joined') },
                { text: t('actions'), hidden: true },
              ]}
            >
              {list.map((person) => (
                <PersonRow key={person.id} person={person} teaches={teaches} />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {open === 'add' ? <AddPersonDialog onClose={close} /> : null}
      {open === 'roster' ? <RosterDialog onClose={close} /> : null}
      {open === 'invite' ? <InviteDialog onClose={close} /> : null}
    </>
  )
}
