'use client'

import type { SandboxReason } from '@berth/core'
import { useTranslations } from 'next-intl'

/** Why a sandbox is as it is, in the visitor's words. */
export function useSandboxReason(): (reason: SandboxReason) => string {
  const t = useTranslations('sandboxReason')
  return (reason) => {
    switch (reason.kind) {
      case 'asked':
        return t('asked', { by: reason.by })
      case 'start-failed':
      case 'setup-failed':
        return t(reason.kind, { message: reason.message })
      default:
        return t(reason.kind)
    }
  }
}
