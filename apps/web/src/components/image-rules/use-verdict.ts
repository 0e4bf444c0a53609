'use client'

import type { RetentionVerdictView } from '@berth/protocol'
import { useTranslations } from 'next-intl'

/** Why a tag goes or stays, in the visitor's language. */
export function useVerdict(): (verdict: RetentionVerdictView) => string {
  const t = useTranslations('imageRules.why')
  return (verdict) => {
    switch (verdict.kind) {
      case 'protected':
        return t('protected', { by: verdict.by })
      case 'used':
        return verdict.by === '*' ? t('usedElsewhere') : t('used', { by: verdict.by })
      case 'last':
        return t('last', { count: verdict.count })
      case 'pushed':
      case 'pulled':
        return t(verdict.kind, { days: verdict.days })
      case 'companion':
      case 'unnamed':
      case 'goes':
        return t(verdict.kind)
    }
  }
}
