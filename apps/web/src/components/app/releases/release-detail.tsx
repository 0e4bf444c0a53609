'use client'

import type { ReleaseView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CopyId } from '../../copy-text.tsx'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { ChangeList } from './change-list.tsx'
import { FactValue } from './fact-value.tsx'
import { RELEASE_FACTS, releaseFacts } from './release-facts.ts'
import { releaseChanges } from './release-changes.ts'
import { ReleaseFailure } from './release-failure.tsx'
import { ReleaseStatus } from './release-status.tsx'
import { RollbackButton } from './rollback-button.tsx'

/** What a release is, what became of it, and what it changed. */
export function ReleaseDetail(props: {
  release: ReleaseView
  before: ReleaseView | undefined
  current: ReleaseView | undefined
}) {
  const t = useTranslations('releases')
  const { release, before, current } = props
  const name = useAppName()
  const facts = releaseFacts(release)
  const changes = before ? releaseChanges(before, release) : []
  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-lg font-semibold tabular">{t('one', { number: release.number })}</h2>
        <ReleaseStatus state={release.state} />
        <span className="text-sm text-muted">
          <When at={release.createdAt} /> · {release.by}
        </span>
        <span className="ml-auto">
          <RollbackButton to={release} from={current} />
        </span>
      </div>
      {release.state === 'failed' && release.reason ? (
        <ReleaseFailure number={release.number} image={release.image} reason={release.reason} />
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Panel title={t('config')}>
          <Facts>
            {RELEASE_FACTS.map((what) => (
              <Fact key={what} name={t(`fact.${what}`)}>
                <FactValue what={what} value={facts[what]} />
              </Fact>
            ))}
            {release.build === null ? null : (
              <Fact name={t('build')}>
                <Link
                  className="font-mono text-xs underline underline-offset-4"
                  href={`/t/${name.tenant}/apps/${name.app}/builds/${release.build}`}
                >
                  {release.build}
                </Link>
              </Fact>
            )}
            {release.commit === null ? null : (
              <Fact name={t('commit')}>
                <CopyId text={release.commit} className="max-w-full" />
              </Fact>
            )}
            <Fact name={t('digest')}>
              <CopyId text={release.digest} className="max-w-full" />
            </Fact>
          </Facts>
        </Panel>
        <Panel title={before ? t('changedSince', { number: before.number }) : t('changed')}>
          {changes.length > 0 ? (
            <ChangeList changes={changes} />
          ) : (
            <p className="text-sm text-muted">{t(before ? 'sameConfig' : 'first')}</p>
          )}
        </Panel>
      </div>
    </div>
  )
}
