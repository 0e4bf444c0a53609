'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { Copy } from '../../copy-text.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** A link of their own for everybody who has not come yet, by mail where that is possible, and to hand out. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses.invite')
  const common = useTranslations('common')
  const course = useCourseId()
  const { onSuccess } = useRefreshCourses()
  const invite = useMutation(useTRPC().courses.members.invite.mutationOptions({ onSuccess }))
  const lines = invite.data?.map(({ email, link }) => `${email}\t${link}`).join('\n')
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={t('hint')}
      closeLabel={common('close')}
    >
      {invite.data ? (
        <div className="grid grid-cols-1 gap-3 text-sm">
          <p role="status">
            {t('done', {
              count: invite.data.length,
              mailed: invite.data.filter(({ mailed }) => mailed).length,
            })}
          </p>
          <div className="flex items-start gap-2">
            <pre className="max-h-60 min-w-0 flex-1 overflow-auto rounded-md border bg-sunken p-2 font-mono text-xs">
              {lines}
            </pre>
            <Copy text={lines ?? ''} />
          </div>
        </div>
      ) : null}
      {invite.error ? <ErrorCallout error={invite.error} /> : null}
      <DialogFooter>
        {invite.data ? (
          <Button variant="primary" onClick={onClose}>
            {common('done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button
              variant="primary"
              busy={invite.isPending}
              onClick={() => invite.mutate({ course, members: null, mail: true })}
            >
              {t('send')}
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  )
}
