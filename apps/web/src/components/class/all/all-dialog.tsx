'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourseId } from '../../courses/use-course.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { useRefreshWall } from '../use-refresh-wall.ts'
import type { ClassAct } from './class-acts.ts'
import { Outcomes } from './outcomes.tsx'

type Props = {
  act: ClassAct
  who: readonly { id: string; name: string }[]
  isPart: boolean
  onClose: () => void
}

/** Says what will be done to how many, and afterwards what became of each. */
export function AllDialog({ act, who, isPart, onClose }: Props) {
  const t = useTranslations('wall.all')
  const common = useTranslations('common')
  const work = useAll(act)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={work.outcomes ? t(`act.${act}`) : t(`ask.${act}`, { count: who.length })}
      description={isPart ? `${t(`hint.${act}`)} ${t('ofShown')}` : t(`hint.${act}`)}
      closeLabel={common('close')}
    >
      {work.error ? <ErrorCallout error={work.error} /> : null}
      {work.outcomes ? <Outcomes outcomes={work.outcomes} who={who} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{work.outcomes ? common('done') : common('cancel')}</Button>
        {work.outcomes ? null : (
          <Button
            variant={act === 'end' ? 'danger' : 'primary'}
            busy={work.busy}
            onClick={() => work.run(who.map(({ id }) => id))}
          >
            {t(`act.${act}`)}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  )
}

function useAll(act: ClassAct) {
  const course = useCourseId()
  const { classes } = useTRPC()
  const { onSuccess } = useRefreshWall()
  const help = useMutation(classes.helpAll.mutationOptions({ onSuccess }))
  const reset = useMutation(classes.resetAll.mutationOptions({ onSuccess }))
  const run = (sandboxes: string[]) => {
    if (act === 'pause' || act === 'resume' || act === 'extend') help.mutate({ course, act, sandboxes })
    else reset.mutate({ course, act, sandboxes })
  }
  return {
    run,
    busy: help.isPending || reset.isPending,
    error: help.error ?? reset.error,
    outcomes: help.data ?? reset.data,
  }
}
