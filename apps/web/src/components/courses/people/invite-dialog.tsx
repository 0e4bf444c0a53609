'use client'

import type { PersonalInviteView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { Copy } from '../../copy-text.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** A link of their own for everybody who has not come yet: by mail where that is possible, or to hand out. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses.invite')
  const common = useTranslations('common')
  const course = useCourseId()
  const { onSuccess } = useRefreshCourses()
  const invite = useMutation(useTRPC().courses.members.invite.mutationOptions({ onSuccess }))
  const recent = invite.data?.filter(({ mail }) => mail === 'recent') ?? []
  const mailAgain = () =>
    invite.mutate({ course, members: recent.map(({ member }) => member), mail: true, again: true })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={t('hint')}
      closeLabel={common('close')}
    >
      {invite.data ? <Invited invited={invite.data} /> : null}
      {invite.error ? <ErrorCallout error={invite.error} /> : null}
      <DialogFooter>
        {invite.data ? (
          <>
            {recent.length > 0 ? (
              <Button busy={invite.isPending} onClick={mailAgain}>
                {t('again')}
              </Button>
            ) : null}
            <Button variant="primary" onClick={onClose}>
              {common('done')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button
              disabled={invite.isPending}
              onClick={() => invite.mutate({ course, members: null, mail: false })}
            >
              {t('byHand')}
            </Button>
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

/** What became of each, and the links that a teacher hands out. */
function Invited({ invited }: { invited: readonly PersonalInviteView[] }) {
  const t = useTranslations('courses.invite')
  const count = (mail: PersonalInviteView['mail']) => invited.filter((one) => one.mail === mail).length
  const byHand = invited.filter(({ mail }) => mail === 'none')
  const lines = byHand.map(({ email, link }) => `${email}\t${link ?? ''}`).join('\n')
  return (
    <div className="grid grid-cols-1 gap-3 text-sm">
      <div role="status" className="grid grid-cols-1 gap-1">
        {(['sent', 'queued', 'recent'] as const).map((mail) =>
          count(mail) > 0 || (mail === 'sent' && byHand.length === 0) ? (
            <p key={mail}>{t(mail, { count: count(mail) })}</p>
          ) : null,
        )}
        {byHand.length > 0 ? <p>{t('links', { count: byHand.length })}</p> : null}
      </div>
      {byHand.length > 0 ? (
        <div className="flex items-start gap-2">
          <pre
            aria-label={t('links', { count: byHand.length })}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
            tabIndex={0}
            className="max-h-60 min-w-0 flex-1 overflow-auto rounded-md border bg-sunken p-2 font-mono text-xs -outline-offset-2"
          >
            {lines}
          </pre>
          <Copy text={lines} />
        </div>
      ) : null}
    </div>
  )
}
