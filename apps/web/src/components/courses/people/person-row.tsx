'use client'

import { COURSE_PARTS, type CoursePart } from '@berth/core/course.ts'
import type { CourseMemberView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Select } from '@berth/ui/select.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { When } from '../../when.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'
import { PersonActions } from './person-actions.tsx'

export function PersonRow({ person, teaches }: { person: CourseMemberView; teaches: boolean }) {
  const t = useTranslations('courses.people')
  const parts = useTranslations('courses.parts')
  const gone = person.removedAt !== null
  return (
    <Tr className={gone ? 'text-muted' : ''}>
      <Td>
        <span className="font-medium [overflow-wrap:anywhere]">{person.name}</span>
        {person.email === null ? <Badge className="ml-2">{t('guest')}</Badge> : null}
        {gone ? <Badge className="ml-2">{t('removed')}</Badge> : null}
        <span className="block text-xs [overflow-wrap:anywhere] text-muted">
          {[person.email, person.externalId].filter(Boolean).join(' · ')}
        </span>
      </Td>
      <Td label={t('part')}>
        {teaches && !gone && person.email !== null ? <PartSelect person={person} /> : parts(person.part)}
      </Td>
      <Td label={t('group')}>{person.group ?? '–'}</Td>
      <Td label={t('joined')}>
        <Joined person={person} />
      </Td>
      <Td className="w-px text-right">{teaches ? <PersonActions person={person} /> : null}</Td>
    </Tr>
  )
}

function PartSelect({ person }: { person: CourseMemberView }) {
  const t = useTranslations('courses.people')
  const parts = useTranslations('courses.parts')
  const course = useCourseId()
  const change = useMutation(useTRPC().courses.members.change.mutationOptions(useRefreshCourses()))
  return (
    <Select<CoursePart>
      aria-label={t('partOf', { name: person.name })}
      value={person.part}
      disabled={change.isPending}
      onValueChange={(part) => change.mutate({ course, member: person.id, change: { part } })}
      options={COURSE_PARTS.map((value) => ({ value, label: parts(value) }))}
      className="w-32"
    />
  )
}

function Joined({ person }: { person: CourseMemberView }) {
  const t = useTranslations('courses.people')
  if (person.joinedAt !== null) return <When at={person.joinedAt} />
  const state = person.mailWaits ? 'mailWaits' : person.invitedAt ? 'invited' : 'notYet'
  return <span className="text-muted">{t(state)}</span>
}
