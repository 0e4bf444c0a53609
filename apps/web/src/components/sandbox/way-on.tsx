'use client'

import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useNow } from '../../format/use-now.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useRefreshSandbox, useSandboxAct } from './use-sandbox.ts'

/** The next step from a lab that does not run: on with it, again from the start, or home. */
export function WayOn({ sandbox, mine }: { sandbox: SandboxView; mine: boolean }) {
  const t = useTranslations('sandbox')
  const resume = useSandboxAct('resume')
  const reset = useSandboxAct('reset')
  const now = useNow()
  const { state, expiresAt, course, reason } = sandbox
  const isOver = state === 'ended' || (expiresAt !== null && expiresAt <= now)
  if (isOver || reason?.kind === 'course-over') {
    const courseLab = reason?.kind === 'course-over' || !mine ? null : (course?.courseLabId ?? null)
    return (
      <div className="flex flex-wrap justify-center gap-2">
        {courseLab === null ? null : <StartAgain courseLab={courseLab} />}
        <Button asChild>
          <Link href="/learn">{t('toLearn')}</Link>
        </Button>
      </div>
    )
  }
  if (state === 'failed') {
    return (
      <Button variant="primary" busy={reset.busy} onClick={reset.run}>
        {t('tryAgain')}
      </Button>
    )
  }
  return (
    <Button variant="primary" busy={resume.busy} onClick={resume.run}>
      {t('resume')}
    </Button>
  )
}

function StartAgain({ courseLab }: { courseLab: string }) {
  const t = useTranslations('sandbox')
  const router = useRouter()
  const { onError } = useRefreshSandbox()
  const start = useMutation(
    useTRPC().sandboxes.start.mutationOptions({ onError, onSuccess: ({ id }) => router.push(`/s/${id}`) }),
  )
  return (
    <Button
      variant="primary"
      busy={start.isPending || start.isSuccess}
      onClick={() => start.mutate({ courseLab })}
    >
      {t('startAgain')}
    </Button>
  )
}
