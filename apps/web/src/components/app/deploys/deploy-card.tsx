'use client'

import type { DeployView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { shortDigest } from '../../../format/short-digest.ts'
import { When } from '../../when.tsx'
import { LogTail } from '../overview/log-tail.tsx'
import { CancelDeploy } from './cancel-deploy.tsx'
import { DeployStatus } from './deploy-status.tsx'
import { DeploySteps } from './deploy-steps.tsx'
import { useDeployReason } from './use-note-text.ts'

/** One deploy: what, by whom, its steps as they happen, and why it failed. */
export function DeployCard({ deploy }: { deploy: DeployView }) {
  const t = useTranslations('deploys')
  const reason = useDeployReason()(deploy)
  return (
    <article>
      <div className="grid gap-1 border-b p-4 text-sm">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <DeployStatus state={deploy.state} />
          <span className="text-muted tabular">{t('release', { number: deploy.release })}</span>
          <span className="ml-auto text-xs text-faint">
            <When at={deploy.createdAt} />
          </span>
          <CancelDeploy deploy={deploy} />
        </div>
        <p className="flex flex-wrap gap-x-2 text-xs text-muted">
          <span className="font-mono [overflow-wrap:anywhere]" title={deploy.image}>
            {shortDigest(deploy.image)}
          </span>
          <span>{t('by', { who: deploy.by })}</span>
        </p>
        {reason ? <p className="text-bad">{reason}</p> : null}
        {deploy.lastLines.length > 0 ? <LogTail lines={deploy.lastLines} /> : null}
      </div>
      <DeploySteps steps={deploy.steps} />
    </article>
  )
}
