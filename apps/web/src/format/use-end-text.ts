'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { EndReason } from '@berth/core/end-reason.ts'
import { type ErrorCode, isErrorCode } from '@berth/core/error.ts'
import { useLocale, useTranslations } from 'next-intl'

const STOPS = {
  'scaled-down': 'scaledDown',
  restarted: 'restarted',
  'deploy-failed': 'deployFailed',
  asleep: 'asleep',
} as const

type StartFailure = Extract<EndReason, { kind: 'start-failed' }>

/** Codes of which the node's own sentence says more than the catalog's. */
const VAGUE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['runtime.start_failed', 'internal.unexpected'])

/** Why something ended, in the visitor's language. */
export function useEndText(): (end: EndReason) => string {
  const t = useTranslations('end')
  const errors = useTranslations('errors')
  const locale = useLocale()
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
        return startText(end)
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

  /** The node's sentence is English; other languages say its fault, or what its code stands for. */
  function startText({ message, fault, code }: StartFailure): string {
    if (locale === 'en') return t('startFailed', { message })
    if (fault) return t(`fault.${fault.kind}`, { subject: fault.subject })
    const isTelling = code !== undefined && isErrorCode(code) && !VAGUE.has(code)
    return isTelling ? t('startRefused', { reason: errors(code) }) : t('startFailed', { message })
  }
}
