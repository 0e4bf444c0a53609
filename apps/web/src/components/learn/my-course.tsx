'use client'

import type { MyCourseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Markdown } from '../markdown/markdown.tsx'
import { MyLab } from './my-lab.tsx'

export function MyCourse({ course }: { course: MyCourseView }) {
  const t = useTranslations('learn')
  const teach =
    course.part === 'student' ? null : (
      <Button asChild size="sm">
        <Link href={`/courses/${course.id}`}>{t('teach')}</Link>
      </Button>
    )
  return (
    <Panel
      title={course.title}
      description={course.over ? t('over') : undefined}
      actions={teach}
      bodyClassName="p-0"
    >
      {course.description === '' ? null : (
        <div className="border-b px-4 py-3">
          <Markdown text={course.description} />
        </div>
      )}
      {course.labs.length === 0 ? (
        <p className="px-4 py-3 text-sm text-muted">{t('noLabs')}</p>
      ) : (
        <ul className="divide-y">
          {course.labs.map((lab) => (
            <MyLab key={lab.id} lab={lab} />
          ))}
        </ul>
      )}
    </Panel>
  )
}
