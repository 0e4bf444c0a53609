'use client'

import type { AppDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { sentence } from '../../../format/sentence.ts'
import { useNow } from '../../../format/use-now.ts'
import { useEndText } from '../../../format/use-end-text.ts'
import { useMay } from '../../../session/use-may.ts'
import { useDeployReason } from '../deploys/use-note-text.ts'
import { useAppName } from '../use-app.ts'
import { LogTail } from './log-tail.tsx'
import { failedInstance } from './failed-instance.ts'
import { nextSteps } from './next-steps.ts'

/** What failed, its last words, and the next step as a button. */
export function FailureNotice({ app }: { app: AppDetailView }) {
  const t = useTranslations('app')
  const endText = useEndText()
  const deployReason = useDeployReason()
  const may = useMay()
  const { tenant } = useAppName()
  const failed = failedInstance(app.instances, useNow())
  if (app.state === 'stopped' || (app.reason === null && !failed)) return null
  const end = failed?.lastEnd ?? (app.state === 'failed' ? app.lastDeploy?.end : null) ?? null
  const failure = app.state === 'failed' && app.lastDeploy ? deployReason(app.lastDeploy) : null
  const title = end ? endText(end) : (failure ?? sentence(app.reason ?? '', app.image))
  const isDone = app.state === 'ended' && end?.kind === 'exit' && end.code === 0
  const serves = app.state === 'degraded' || app.state === 'running'
  const lines = failed?.lastLines.length ? failed.lastLines : (app.lastDeploy?.lastLines ?? [])
  const base = `/t/${tenant}/apps/${app.name}`
  const steps = (isDone ? [] : nextSteps(end))
    .filter((step) => !step.needs || may(step.needs))
    .filter((step) => step.label !== 'rollBack' || canRollBack(app))
  const actions = steps.map((step, i) => (
    <Button key={step.label} asChild size="sm" variant={i === 0 ? 'primary' : 'secondary'}>
      <Link href={base + step.path}>{t(`next.${step.label}`)}</Link>
    </Button>
  ))
  return (
    <Callout tone={isDone ? 'info' : serves ? 'warn' : 'bad'} role="status" title={title} actions={actions}>
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
