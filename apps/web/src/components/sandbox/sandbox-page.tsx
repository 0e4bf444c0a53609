'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useTranslations } from 'next-intl'
import { readBerthError } from '../../trpc/berth-error.ts'
import { UnreadMessages } from '../class/message/unread-messages.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { Page } from '../page.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { SandboxBar } from './bar/sandbox-bar.tsx'
import { DriveConsent } from './driving/drive-consent.tsx'
import { PromptProvider } from './first/prompt-context.tsx'
import { Notices } from './notices.tsx'
import { SandboxBody } from './sandbox-body.tsx'
import { useSandbox } from './use-sandbox.ts'

/** A student's lab: waiting for it, working in it, coming back to it. */
export function SandboxPage() {
  const t = useTranslations('sandbox')
  const query = useSandbox()
  const sandbox = query.data
  if (sandbox) {
    return (
      <PromptProvider awaited={sandbox.state === 'running'}>
        <div className="flex min-h-dvh flex-col lg:h-dvh">
          <SandboxBar sandbox={sandbox} />
          <Notices sandbox={sandbox} stale={query.isError || query.fetchStatus === 'paused'} />
          {sandbox.as === 'owner' ? <UnreadMessages sandbox={sandbox.id} /> : null}
          {sandbox.as === 'owner' ? <DriveConsent sandbox={sandbox} /> : null}
          <SandboxBody sandbox={sandbox} mine={sandbox.as === 'owner'} />
        </div>
      </PromptProvider>
    )
  }
  if (!query.isError) return <Skeleton className="m-4 h-[80vh]" />
  return (
    <Page>
      {readBerthError(query.error).code === 'sandbox.not_found' ? (
        <NothingHere title={t('notFound')} hint={t('notFoundHint')} back="/learn">
          {t('toLearn')}
        </NothingHere>
      ) : (
        <ErrorCallout error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Page>
  )
}
