'use client'

import type { BuildView } from '@berth/protocol'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { BuildFacts } from './build-facts.tsx'
import { BuildOriginText } from './build-origin.tsx'
import { BuildStatus } from './build-status.tsx'

/** One line of the list, which leads to the build. */
export function BuildItem({ build }: { build: BuildView }) {
  const t = useTranslations('builds')
  const { tenant, app } = useAppName()
  const { failure } = build
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 px-4 py-3 text-sm hover:bg-hover/50">
      <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
        <Link
          href={`/t/${tenant}/apps/${app}/builds/${build.id}`}
          className="rounded-sm after:absolute after:inset-0"
          aria-label={t('open', { id: build.id })}
        >
          <BuildStatus state={build.state} />
        </Link>
        <BuildOriginText origin={build.origin} />
        {build.release === null ? null : (
          <span className="text-muted tabular">{t('release', { number: build.release })}</span>
        )}
      </span>
      <span className="text-right text-xs text-muted">
        <When at={build.createdAt} />
        <span className="block max-w-40 truncate text-faint">{build.by}</span>
      </span>
      <span className="col-span-2 grid gap-1">
        <BuildFacts build={build} />
        {failure ? <span className="text-bad [overflow-wrap:anywhere]">{failure.message}</span> : null}
      </span>
    </li>
  )
}
