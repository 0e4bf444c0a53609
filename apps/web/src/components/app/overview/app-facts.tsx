'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { AppDetailView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CopyId } from '../../copy-text.tsx'
import { GitFacts } from '../../git/git-facts.tsx'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { RequestsFact } from './requests-fact.tsx'

export function AppFacts({ app }: { app: AppDetailView }) {
  const t = useTranslations('app')
  const { tenant } = useAppName()
  return (
    <Facts>
      <Fact name={t('image')}>{app.image ? <CopyId text={app.image} className="max-w-full" /> : '–'}</Fact>
      <Fact name={t('release')}>
        {app.release === null ? '–' : <span className="tabular">#{app.release}</span>}
      </Fact>
      <Fact name={t('port')}>
        <span className="tabular">{app.port ?? t('noPort')}</span>
      </Fact>
      <Fact name={t('limits')}>
        <span className="tabular">
          {t('limitsText', {
            cpu: app.limits.cpu,
            memory: formatBytes(app.limits.memory),
            pids: app.limits.pids,
          })}
        </span>
      </Fact>
      <Fact name={t('instances')}>
        <span className="tabular">
          {t('instancesText', { running: app.running, replicas: app.replicas })}
        </span>
      </Fact>
      <Fact name={t('tabs.env')}>
        <Link
          href={`/t/${tenant}/apps/${app.name}/env`}
          className="rounded-sm underline-offset-4 hover:underline"
        >
          {t('envCount', { count: app.envNames.length })}
        </Link>
      </Fact>
      <GitFacts tenant={tenant} app={app.name} branch={app.deployBranch} />
      {app.port === null ? null : <RequestsFact />}
      {app.asleepSince ? (
        <Fact name={t('asleepSince')}>
          <When at={app.asleepSince} />
        </Fact>
      ) : null}
      <Fact name={t('created')}>
        <When at={app.createdAt} />
      </Fact>
    </Facts>
  )
}
