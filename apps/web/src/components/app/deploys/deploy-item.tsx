'use client'

import type { DeployView } from '@berth/protocol'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { formatDuration } from '../../../format/duration.ts'
import { shortDigest } from '../../../format/short-digest.ts'
import { CopyId } from '../../copy-text.tsx'
import { When } from '../../when.tsx'
import { LogTail } from '../overview/log-tail.tsx'
import { CancelDeploy } from './cancel-deploy.tsx'
import { DeployStatus } from './deploy-status.tsx'
import { DeploySteps } from './deploy-steps.tsx'
import { useDeployReason } from './use-note-text.ts'

/** A line that opens to the steps; the newest is open when it is not yet done or did not succeed. */
export function DeployItem({ deploy, newest }: { deploy: DeployView; newest: boolean }) {
  const t = useTranslations('deploys')
  const reason = useDeployReason()(deploy)
  const took = deploy.endedAt ? deploy.endedAt.getTime() - deploy.createdAt.getTime() : null
  return (
    <li>
      <details open={newest && deploy.state !== 'succeeded'} className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 px-4 py-3 text-sm -outline-offset-2 hover:bg-hover/50 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
          <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
            <DeployStatus state={deploy.state} />
            <span className="tabular">{t('release', { number: deploy.release })}</span>
            <span className="truncate font-mono text-xs text-muted" title={deploy.image}>
              {shortDigest(deploy.image)}
            </span>
          </span>
          <span className="text-right text-xs text-muted">
            <When at={deploy.createdAt} />
            <span className="block max-w-40 truncate text-faint">{deploy.by}</span>
          </span>
          {reason ? (
            <span className="col-span-2 col-start-2 text-bad [overflow-wrap:anywhere]">{reason}</span>
          ) : null}
        </summary>
        <div className="grid gap-2 border-t bg-sunken/40 px-3 pb-3 sm:pl-8">
          <DeploySteps steps={deploy.steps} />
          {deploy.lastLines.length > 0 ? <LogTail lines={deploy.lastLines} /> : null}
          <p className="flex flex-wrap items-center gap-x-4 px-4 text-xs text-faint">
            <CopyId text={deploy.id} />
            <CancelDeploy deploy={deploy} />
            {took === null ? null : (
              <span className="tabular">{t('took', { time: formatDuration(took) })}</span>
            )}
          </p>
        </div>
      </details>
    </li>
  )
}
