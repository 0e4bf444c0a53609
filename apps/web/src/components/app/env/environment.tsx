'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { QueryView } from '../../query-view.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { EnvEditor } from './env-editor.tsx'
import { SharedEnv } from './shared-env.tsx'
import { useApplyEnv } from './use-apply-env.ts'

export function Environment() {
  const t = useTranslations('env')
  const name = useAppName()
  const may = useMay()
  const mayRead = may('secret:read')
  const app = useApp()
  const apply = useApplyEnv()
  const env = useQuery(useTRPC().apps.env.queryOptions(name, { enabled: mayRead }))
  if (!mayRead) {
    return (
      <>
        <Callout tone="info" title={t('namesOnly')}>
          <ul className="font-mono text-xs">
            {app.data?.envNames.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Callout>
        {app.data ? <SharedEnv app={app.data} /> : null}
      </>
    )
  }
  return (
    <>
      <QueryView query={env} skeleton={<Skeleton className="h-64" />}>
        {(data) => (
          <EnvEditor
            before={data.env}
            title={t('title')}
            hint={t('hint')}
            applyText={t('apply')}
            apply={{
              ...apply,
              mutate: ({ set, unset }) => apply.mutate({ ...name, set: { ...set }, unset: [...unset] }),
            }}
          />
        )}
      </QueryView>
      {app.data ? <SharedEnv app={app.data} /> : null}
    </>
  )
}
