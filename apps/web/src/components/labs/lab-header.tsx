'use client'

import type { LabDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { DeleteLab } from './delete-lab.tsx'
import { LabStatus } from './lab-status.tsx'
import { TryLab } from './try-lab.tsx'

export function LabHeader({ lab }: { lab: LabDetailView }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [deleting, setDeleting] = useState(false)
  const fetch = useMutation(
    trpc.labs.fetch.mutationOptions({
      onSuccess: ({ version }) => {
        notify.success(t('fetched', { version: version.number }))
        return queryClient.invalidateQueries({ queryKey: trpc.labs.pathKey() })
      },
    }),
  )
  const { name, title, description, remote, courses } = lab
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {title}
            <LabStatus state={lab.version.state} />
          </span>
        }
        description={
          <>
            <span className="font-mono text-xs">{name}</span>
            {description === '' ? null : <p>{description}</p>}
            {courses.length > 0 ? <p>{t('inCourses', { courses: courses.join(', ') })}</p> : null}
            {remote ? (
              <p className="[overflow-wrap:anywhere]">
                {t('from', { url: remote.url, branch: remote.branch })}
              </p>
            ) : null}
          </>
        }
        actions={
          <>
            {remote ? (
              <Button busy={fetch.isPending} onClick={() => fetch.mutate({ tenant, name })}>
                <RefreshCw aria-hidden />
                {t('fetch')}
              </Button>
            ) : null}
            {lab.ready === null ? null : <TryLab name={name} />}
            <Button variant="danger-quiet" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden />
              {t('delete')}
            </Button>
          </>
        }
      />
      {fetch.error ? <ErrorCallout error={fetch.error} /> : null}
      {deleting ? <DeleteLab name={name} onClose={() => setDeleting(false)} /> : null}
    </>
  )
}
