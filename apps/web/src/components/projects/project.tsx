'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../live/live-context.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { EnvEditor } from '../app/env/env-editor.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { ApplyShared } from './apply-shared.tsx'
import { ProjectApps } from './project-apps.tsx'
import { ProjectSecrets } from './project-secrets.tsx'
import { useShareEnv } from './use-share-env.ts'

/** What the apps of one project share, and how far each is with it. */
export function Project({ name }: { name: string }) {
  const t = useTranslations('projects')
  const tenant = useTenant()
  const mayRead = useMay()('secret:read')
  const ask = { tenant, project: name }
  const options = { enabled: mayRead, refetchInterval: usePolling() }
  const shared = useQuery(useTRPC().projects.env.queryOptions(ask, options))
  const save = useShareEnv(ask)
  if (shared.isError && readBerthError(shared.error).code === 'project.not_found') {
    return (
      <Page>
        <NothingHere title={t('notFound', { name })} back={`/t/${tenant}/projects`}>
          {t('back')}
        </NothingHere>
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader title={name} description={t('hint')} />
      {mayRead ? (
        <QueryView query={shared} skeleton={<Skeleton className="h-64" />}>
          {({ env, apps }) => (
            <>
              <ApplyShared project={name} apps={apps} />
              <EnvEditor
                before={env}
                title={t('sharedTitle')}
                hint={t('sharedHint')}
                applyText={t('save')}
                apply={save}
              />
              <ProjectSecrets project={name} />
              <ProjectApps apps={apps} />
            </>
          )}
        </QueryView>
      ) : (
        <>
          <Callout tone="info" title={t('namesOnly')} />
          <ProjectSecrets project={name} />
        </>
      )}
      <CliHint
        command={[
          `berth env --project ${name} set KEY=VALUE --apply`,
          `berth secrets --project ${name} set NAME --apply`,
        ]}
      />
    </Page>
  )
}
