'use client'

import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { CopyId } from '../../../copy-text.tsx'
import { QueryView } from '../../../query-view.tsx'
import { useAppName } from '../../use-app.ts'
import { BranchForm } from './branch-form.tsx'
import { DeployKey } from './deploy-key.tsx'
import { HookPart } from './hook-part.tsx'

/** Where the code of an app comes from, which branch of it is deployed, and what tells of a push elsewhere. */
export function CodePanel() {
  const t = useTranslations('code')
  const remote = useQuery(useTRPC().git.get.queryOptions(useAppName()))
  return (
    <div id="code" className="scroll-mt-16">
      <Panel title={t('title')} description={t('hint')} bodyClassName="grid grid-cols-1 gap-6 p-4">
        <QueryView query={remote} skeleton={<Skeleton className="h-40" />}>
          {(view) => (
            <>
              <BranchForm key={view.branch} branch={view.branch} />
              <Facts>
                <Fact name={t('url')}>
                  {view.url === null ? t('noUrl') : <CopyId text={view.url} className="max-w-full" />}
                </Fact>
                {view.directory === null ? null : (
                  <Fact name={t('directory')}>
                    <span className="font-mono text-xs">{view.directory}</span>
                  </Fact>
                )}
                {view.tokenHost === null ? null : <Fact name={t('token')}>{view.tokenHost}</Fact>}
                {view.hosts.map(({ host, fingerprint }) => (
                  <Fact key={`${host} ${fingerprint}`} name={t('knownHost')}>
                    {host} <span className="font-mono text-xs text-muted">{fingerprint}</span>
                  </Fact>
                ))}
              </Facts>
              <DeployKey publicKey={view.publicKey} />
              <HookPart />
            </>
          )}
        </QueryView>
      </Panel>
    </div>
  )
}
