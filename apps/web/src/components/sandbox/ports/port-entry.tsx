'use client'

import { Spinner } from '@berth/ui/spinner.tsx'
import { useParams, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { readBerthError } from '../../../trpc/berth-error.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { Page } from '../../page.tsx'
import { NothingHere } from '../../shell/nothing-here.tsx'
import { useEnterPort } from './use-enter-port.ts'

/** Whoever opened a locked port by its address comes by here, and goes on to it with a ticket. */
export function PortEntry() {
  const t = useTranslations('sandboxPorts')
  const sandboxTexts = useTranslations('sandbox')
  const { sandbox, port } = useParams<{ sandbox: string; port: string }>()
  const at = useSearchParams().get('at') ?? '/'
  const entry = useEnterPort(sandbox, 0, { name: decodeURIComponent(port), path: at, visit: 0 })
  const url = entry.data?.url
  useEffect(() => {
    if (url) window.location.replace(url)
  }, [url])
  if (!entry.isError) {
    return (
      <p role="status" className="flex min-h-dvh items-center justify-center gap-2 text-sm text-muted">
        <Spinner />
        {t('opening')}
      </p>
    )
  }
  return (
    <Page>
      {readBerthError(entry.error).code === 'sandbox.not_found' ? (
        <NothingHere title={sandboxTexts('notFound')} hint={sandboxTexts('notFoundHint')} back="/learn">
          {sandboxTexts('toLearn')}
        </NothingHere>
      ) : (
        <ErrorCallout error={entry.error} onRetry={() => void entry.refetch()} />
      )}
    </Page>
  )
}
