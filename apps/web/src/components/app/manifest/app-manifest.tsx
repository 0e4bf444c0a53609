'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { CliHint } from '../../cli-hint.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useAppName } from '../use-app.ts'
import { useManifestFacts } from './use-manifest-facts.ts'

// what reads and compares the file comes with YAML, which no other page of an app needs
const ManifestEditor = dynamic(
  () => import('./manifest-editor.tsx').then((module) => module.ManifestEditor),
  {
    loading: () => <Skeleton className="h-96" />,
  },
)

/** An app as a file: the berth.yml of what is live, to be changed and applied here. */
export function AppManifest() {
  const t = useTranslations('manifest')
  const name = useAppName()
  const facts = useManifestFacts(name)
  return (
    <>
      {facts.kind === 'failed' ? <ErrorCallout error={facts.error} onRetry={facts.retry} /> : null}
      {facts.kind === 'waiting' ? <Skeleton className="h-96" /> : null}
      {facts.kind === 'none' ? <Callout tone="info" title={t('none')} /> : null}
      {facts.kind === 'live' ? <ManifestEditor facts={facts} /> : null}
      <CliHint command={`berth plan ${name.app} --show > berth.yml`} />
    </>
  )
}
