'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { useQuery } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import { sentence } from '../../../format/sentence.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useDeployReason } from '../deploys/use-note-text.ts'
import { useAppName } from '../use-app.ts'

/** Why a release failed. The server's sentence is English; other languages say what the steps of its deploy note. */
export function ReleaseFailure(props: { number: number; image: string; reason: string }) {
  const { number, image, reason } = props
  const locale = useLocale()
  const deployReason = useDeployReason()
  const deploys = useQuery(useTRPC().deploys.list.queryOptions(useAppName(), { enabled: locale !== 'en' }))
  const failed = deploys.data?.find(({ release, state }) => release === number && state === 'failed')
  const translated = failed ? deployReason(failed) : null
  return <Callout tone="bad" title={translated ?? sentence(reason, image)} />
}
