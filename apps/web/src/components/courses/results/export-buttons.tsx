'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPCClient } from '../../../trpc/provider.tsx'
import { useErrorText } from '../../../trpc/use-error-text.ts'
import { downloadText } from '../../app/logs/download-log.ts'
import { useCourseId } from '../use-course.ts'

const FORMATS = ['moodle', 'canvas', 'table', 'history'] as const

/** Results as a file that the school's own system takes. */
export function ExportButtons() {
  const t = useTranslations('courses.results')
  const course = useCourseId()
  const client = useTRPCClient()
  const errorText = useErrorText()
  const save = useMutation({
    mutationFn: (format: (typeof FORMATS)[number]) =>
      format === 'history'
        ? client.courses.exportHistory.query({ course })
        : client.courses.exportResults.query({ course, format }),
    onSuccess: ({ name, csv }) => downloadText(name, csv),
    onError: (error) => notify.error(errorText(error).title),
  })
  return (
    <div className="flex flex-wrap gap-2">
      {FORMATS.map((format) => (
        <Button
          key={format}
          size="sm"
          busy={save.isPending && save.variables === format}
          onClick={() => save.mutate(format)}
        >
          <Download aria-hidden />
          {t(`export.${format}`)}
        </Button>
      ))}
    </div>
  )
}
