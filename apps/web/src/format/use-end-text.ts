'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { EndReason } from '@berth/core/end-reason.ts'
import { useTranslations } from 'next-intl'

const STOPS = {
  'scaled-down': 'scaledDown',
  restarted: 'restarted',
  'deploy-failed': 'deployFailed',
} as const

/** Why something ended, in the visitor's language. */
export function useEndText(): (end: EndReason) => string {
  const t = useTranslations('end')
  return (end) => {
    switch (end.kind) {
      case 'exit':
        return end.code === 0 ? t('exitZero') : t('exit', { code: end.code })
      case 'signal':
        return t('signal', { signal: end.signal })
      case 'oom':
        return t('oom', { limit: formatBytes(end.limit) })
      case 'stopped':
        if (!end.why) return t(end.forced ? 'stoppedForced' : 'stopped', { by: end.by })
        return end.why.kind === 'replaced'
          ? t('replaced', { release: end.why.release })
          : t(STOPS[end.why.kind], { by: end.by })
      case 'start-failed':
        return t('startFailed', { message: end.message })
      case 'unhealthy':
        if (!end.check) return t('unhealthy', { message: end.message })
        return t('unanswered', { ...end.check, ports: end.check.ports.join(', ') })
      case 'supervisor-killed':
        return t('supervisorKilled')
      case 'node-lost':
        return t('nodeLost')
      case 'host-reboot':
        return t('hostReboot')
    }
  }
}
