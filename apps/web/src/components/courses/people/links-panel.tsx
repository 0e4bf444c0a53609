'use client'

import type { CourseInviteView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CopyId } from '../../copy-text.tsx'
import { QueryView } from '../../query-view.tsx'
import { When } from '../../when.tsx'
import { useCourse, useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

const NewLinkDialog = dynamic(() => import('./new-link-dialog.tsx').then((module) => module.NewLinkDialog))

/** Links for the whole class, each with the code that is typed from a blackboard. */
export function LinksPanel({ teaches }: { teaches: boolean }) {
  const t = useTranslations('courses.links')
  const course = useCourseId()
  const guests = useCourse().data?.guests
  const links = useQuery(useTRPC().courses.members.links.queryOptions({ course }))
  const [making, setMaking] = useState(false)
  const create = teaches ? (
    <Button size="sm" onClick={() => setMaking(true)}>
      <Link2 aria-hidden />
      {t('create')}
    </Button>
  ) : null
  return (
    <Panel
      title={t('title')}
      description={t(guests === false ? 'hintNoGuests' : 'hint')}
      actions={create}
      bodyClassName="p-0"
    >
      <QueryView query={links} skeleton={<Skeleton className="m-4 h-8" />}>
        {(list) =>
          list.length === 0 ? (
            <p className="px-4 py-3 text-sm text-muted">{t('none')}</p>
          ) : (
            <ul className="divide-y">
              {list.map((link) => (
                <LinkItem key={link.id} link={link} teaches={teaches} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {making ? <NewLinkDialog onClose={() => setMaking(false)} /> : null}
    </Panel>
  )
}

function LinkItem({ link, teaches }: { link: CourseInviteView; teaches: boolean }) {
  const t = useTranslations('courses.links')
  const course = useCourseId()
  const revoke = useMutation(useTRPC().courses.members.revokeLink.mutationOptions(useRefreshCourses()))
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 text-sm">
      <span className="font-mono text-lg font-semibold tracking-wider">{link.code}</span>
      <span className="min-w-0 flex-1 basis-64">
        <CopyId text={link.link} />
        <span className="block text-xs text-muted">
          {link.limit === null
            ? t('used', { used: link.used })
            : t('usedOf', { used: link.used, limit: link.limit })}
          {' · '}
          {link.expiresAt === null ? (
            t('forever')
          ) : (
            <>
              {t('expires')} <When at={link.expiresAt} />
            </>
          )}
        </span>
      </span>
      {teaches ? (
        <Button
          size="sm"
          aria-label={t('revokeOf', { code: link.code })}
          busy={revoke.isPending}
          onClick={() => revoke.mutate({ course, id: link.id })}
        >
          {t('revoke')}
        </Button>
      ) : null}
    </li>
  )
}
