'use client'

import type { AppDetailView, BuildView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { BuildFacts } from '../builds/build-facts.tsx'
import { BuildOriginText } from '../builds/build-origin.tsx'
import { useAppName } from '../use-app.ts'
import { needsWord } from './needs-word.ts'
import { useNewestBuild } from './use-newest-build.ts'

/** Beside what runs: a build that is on its way, or one after the last deploy that came to nothing. */
export function NewestBuild({ app }: { app: Pick<AppDetailView, 'name' | 'lastDeploy'> }) {
  const build = useNewestBuild(app.name)
  return build && needsWord(build, app.lastDeploy) ? <BuildWord build={build} /> : null
}

function BuildWord({ build }: { build: BuildView }) {
  const t = useTranslations('builds')
  const { tenant, app } = useAppName()
  const { failure } = build
  return (
    <Callout
      tone={failure ? 'bad' : 'info'}
      title={failure ? t('newestFailed', { why: t(`failure.${failure.kind}`) }) : t('underWay')}
      actions={
        <Button size="sm" asChild>
          <Link href={`/t/${tenant}/apps/${app}/builds/${build.id}`}>{t('see')}</Link>
        </Button>
      }
    >
      <div className="grid gap-1 text-sm">
        <BuildOriginText origin={build.origin} />
        {failure ? (
          <p className="[overflow-wrap:anywhere]">{failure.message}</p>
        ) : (
          <BuildFacts build={build} />
        )}
      </div>
    </Callout>
  )
}
