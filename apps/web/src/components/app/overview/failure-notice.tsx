'use client'

import type { AppDetailView } from '@berth/protocol'
import { Callout } from '@berth/ui/callout.tsx'
import { useTranslations } from 'next-intl'
import { useNow } from '../../../format/use-now.ts'
import { useEndText } from '../../../format/use-end-text.ts'
import { useReason } from '../../apps/use-reason.ts'
import { useDeployReason } from '../deploys/use-note-text.ts'
import { LogTail } from './log-tail.tsx'
import { failedInstance } from './failed-instance.ts'
import { NextSteps } from './next-steps-buttons.tsx'
import { nextSteps } from './next-steps.ts'

/** What failed, its last words, and the next step as a button. */
export function FailureNotice({ app }: { app: AppDetailView }) {
  const t = useTranslations('app')
  const endText = useEndText()
  const deployReason = useDeployReason()
  const reasonOf = useReason()
  const failed = failedInstance(app.instances, useNow())
  if (app.state === 'stopped' || (app.reason === null && !failed)) return null
  const end = failed?.lastEnd ?? (app.state === 'failed' ? app.lastDeploy?.end : null) ?? null
  const failure = app.state === 'failed' && app.lastDeploy ? deployReason(app.lastDeploy) : null
  const title = end ? endText(end) : (failure ?? reasonOf(app) ?? '')
  const isDone = app.state === 'ended' && end?.kind === 'exit' && end.code === 0
  const serves = app.state === 'degraded' || app.state === 'running'
  const lines = failed?.lastLines.length ? failed.lastLines : (app.lastDeploy?.lastLines ?? [])
  const steps = (isDone ? [] : nextSteps(end)).filter(({ label }) => label !== 'rollBack' || canRollBack(app))
  return (
    <Callout
      tone={isDone ? 'info' : serves ? 'warn' : 'bad'}
      role="status"
      title={title}
      actions={<NextSteps steps={steps} />}
    >
      {app.running > 0 ? <p className="text-muted">{t('stillServing', { running: app.running })}</p> : null}
      {failed && failed.restarts > 0 ? (
        <p className="text-muted tabular">{t('restarts', { count: failed.restarts })}</p>
      ) : null}
      {lines.length > 0 ? <LogTail lines={lines} /> : null}
    </Callout>
  )
}

/** There is something to go back to only once a release worked, and then another one. */
function canRollBack({ deployedAt, release }: AppDetailView): boolean {
  return deployedAt !== null && (release ?? 1) > 1
}
