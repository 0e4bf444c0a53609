'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { useCourseId } from './use-course.ts'

const REFRESH_MS = 30_000
/** From here on a start may soon find no room. */
const NEARLY = 0.9

/** What labs of the course keep while they rest, which is counted; nothing, while they keep nothing. */
export function CourseFiles() {
  const t = useTranslations('courses.files')
  const course = useCourseId()
  const { data } = useQuery(useTRPC().classes.files.queryOptions({ course }, { refetchInterval: REFRESH_MS }))
  if (!data) return null
  const { used, quota } = data.tenant
  const isNearlyFull = used > quota * NEARLY
  return (
    <>
      {data.count === 0 ? null : (
        <span>{t('kept', { size: formatBytes(data.disk), count: data.count })}</span>
      )}
      {isNearlyFull ? (
        <span className="text-warn">{t('full', { used: formatBytes(used), quota: formatBytes(quota) })}</span>
      ) : null}
    </>
  )
}
