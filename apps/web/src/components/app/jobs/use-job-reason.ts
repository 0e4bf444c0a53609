'use client'

import type { JobView } from '@berth/protocol'
import { useLocale, useTranslations } from 'next-intl'
import { sentence } from '../../../format/sentence.ts'
import { useEndText } from '../../../format/use-end-text.ts'

/** Why a job ended otherwise than well, in the visitor's language; null when there is nothing to say. */
export function useJobReason(): (job: JobView) => string | null {
  const t = useTranslations('jobs.cause')
  const locale = useLocale()
  const endText = useEndText()
  return ({ reason, cause, end }) => {
    if (reason === null) return null
    // the server's own sentence also says who canceled it
    if (cause !== null) return locale === 'en' ? sentence(reason) : t(cause)
    return end === null ? null : endText(end)
  }
}
