'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { useQuery } from '@tanstack/react-query'
import { sentence } from '../../../format/sentence.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useDeployReason } from '../deploys/use-note-text.ts'
import { LogTail } from '../overview/log-tail.tsx'
import { NextSteps } from '../overview/next-steps-buttons.tsx'
import { nextSteps } from '../overview/next-steps.ts'
import { useAppName } from '../use-app.ts'

/** Why a release failed, its last words, and what helps; its deploy knows them, the release itself one sentence. */
export function ReleaseFailure(props: { number: number; image: string; reason: string }) {
  const { number, image, reason } = props
  const deployReason = useDeployReason()
  const deploys = useQuery(useTRPC().deploys.list.queryOptions(useAppName()))
  const failed = deploys.data?.find(({ release, state }) => release === number && state === 'failed')
  const title = (failed && deployReason(failed)) ?? sentence(reason, image)
  // the release has a button of its own for going back
  const steps = failed ? nextSteps(failed.end).filter(({ label }) => label !== 'rollBack') : []
  return (
    <Callout tone="bad" title={title} actions={<NextSteps steps={steps} />}>
      {failed && failed.lastLines.length > 0 ? <LogTail lines={failed.lastLines} /> : null}
    </Callout>
  )
}
