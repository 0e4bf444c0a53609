'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { BuildFacts } from '../builds/build-facts.tsx'
import { BuildStatus } from '../builds/build-status.tsx'
import { useAppName } from '../use-app.ts'
import { useNewestBuild } from './use-newest-build.ts'

/** Of an app that nothing was deployed to: the build that runs or failed, and the way to it. */
export function LastBuild({ app }: { app: string }) {
  const t = useTranslations('builds')
  const { tenant } = useAppName()
  const build = useNewestBuild(app)
  if (!build) return null
  return (
    <div className="grid w-full max-w-2xl min-w-0 justify-items-start gap-1 rounded-lg border bg-surface p-3 text-left text-sm">
      <span className="flex flex-wrap items-center gap-x-3">
        <BuildStatus state={build.state} />
        <BuildFacts build={build} />
      </span>
      {build.failure ? (
        <span className="text-bad [overflow-wrap:anywhere]">
          {t(`failure.${build.failure.kind}`)}: {build.failure.message}
        </span>
      ) : null}
      <Link
        href={`/t/${tenant}/apps/${app}/builds/${build.id}`}
        className="text-accent-text underline underline-offset-4"
      >
        {t('see')}
      </Link>
    </div>
  )
}
