'use client'

import type { BroadcastWhole } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourse, useCourseId } from '../../courses/use-course.ts'
import { ErrorCallout } from '../../error-callout.tsx'

/** What to do about students who have a file of their own there, and about those who are waited for. */
export function Settle({ whole }: { whole: BroadcastWhole }) {
  const t = useTranslations('wall.broadcast')
  const course = useCourseId()
  const teaches = useCourse().data?.part === 'teacher'
  const { classes } = useTRPC()
  const queryClient = useQueryClient()
  const settle = useMutation(
    classes.settleBroadcast.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: classes.broadcast.pathKey() }),
    }),
  )
  const act = (how: 'beside' | 'replace' | 'stop') => settle.mutate({ course, broadcast: whole.id, how })
  const theirs = whole.rows.filter(({ error }) => error === 'file.changed').length
  const open = whole.rows.filter(({ state }) => state === 'away' || state === 'waiting').length
  if (!teaches) return null
  return (
    <>
      {settle.error ? <ErrorCallout error={settle.error} /> : null}
      {theirs === 0 ? null : (
        <Callout
          tone="warn"
          title={t('theirsTitle', { count: theirs })}
          actions={
            <>
              <Button size="sm" busy={settle.isPending} onClick={() => act('beside')}>
                {t('beside')}
              </Button>
              <Button size="sm" variant="danger" busy={settle.isPending} onClick={() => act('replace')}>
                {t('replace')}
              </Button>
            </>
          }
        >
          {t('theirsHint')}
        </Callout>
      )}
      {open === 0 ? null : (
        <Button size="sm" className="justify-self-start" busy={settle.isPending} onClick={() => act('stop')}>
          {t('stop', { count: open })}
        </Button>
      )}
    </>
  )
}
