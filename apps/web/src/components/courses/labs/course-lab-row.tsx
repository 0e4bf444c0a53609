'use client'

import type { CourseLabView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation } from '@tanstack/react-query'
import { ArrowUp } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { When } from '../../when.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

const LabDialog = dynamic(() => import('./lab-dialog.tsx').then((module) => module.LabDialog))

/** `moved`: the order of all with this one a place further up; undefined for the first. */
export function CourseLabRow(props: { lab: CourseLabView; moved: string[] | undefined; teaches: boolean }) {
  const t = useTranslations('courses.lab')
  const { lab, moved } = props
  const course = useCourseId()
  const order = useMutation(useTRPC().courses.labs.order.mutationOptions(useRefreshCourses()))
  const [open, setOpen] = useState(false)
  return (
    <Tr>
      <Td>
        <span className="font-medium">{lab.title}</span>
        {lab.version === null ? (
          <Badge tone="warn" className="ml-2">
            {t('notReady')}
          </Badge>
        ) : null}
        <span className="block font-mono text-xs text-faint">
          {lab.name}
          {lab.version === null ? '' : ` v${lab.version}`}
        </span>
      </Td>
      <Td label={t('opens')}>{lab.opensAt ? <When at={lab.opensAt} /> : t('asCourse')}</Td>
      <Td label={t('closes')}>{lab.closesAt ? <When at={lab.closesAt} /> : t('asCourse')}</Td>
      <Td label={t('ready')}>
        <Readiness lab={lab} />
      </Td>
      <Td label={t('running')} className="text-right tabular">
        {lab.running}
        {lab.paused > 0 ? (
          <span className="block text-xs text-muted">{t('paused', { count: lab.paused })}</span>
        ) : null}
      </Td>
      <Td className="w-px text-right whitespace-nowrap">
        {props.teaches ? (
          <>
            <IconButton
              size="icon-sm"
              label={t('upOf', { lab: lab.title })}
              disabled={moved === undefined || order.isPending}
              onClick={() => order.mutate({ course, ids: moved ?? [] })}
            >
              <ArrowUp aria-hidden />
            </IconButton>
            <Button
              size="sm"
              variant="ghost"
              aria-label={t('editOf', { lab: lab.title })}
              onClick={() => setOpen(true)}
            >
              {t('edit')}
            </Button>
          </>
        ) : null}
        {open ? <LabDialog lab={lab} onClose={() => setOpen(false)} /> : null}
      </Td>
    </Tr>
  )
}

function Readiness({ lab }: { lab: CourseLabView }) {
  const t = useTranslations('courses.lab')
  if (lab.startAllAt !== null && lab.startedAllAt === null) {
    return (
      <>
        {t('startsAll')} <When at={lab.startAllAt} />
      </>
    )
  }
  return <>{lab.reserved > 0 ? t('kept', { count: lab.reserved }) : '–'}</>
}
