'use client'

import type { AppView } from '@berth/protocol'
import { useLocale, useTranslations } from 'next-intl'
import { sentence } from '../../format/sentence.ts'
import { useEndText } from '../../format/use-end-text.ts'
import { useNoteText } from '../app/deploys/use-note-text.ts'

/** An app's reason in words. English is the server's own sentence. */
export function useReason(): (app: Pick<AppView, 'reason' | 'cause' | 'image'>) => string | null {
  const t = useTranslations('appWait')
  const locale = useLocale()
  const endText = useEndText()
  const noteText = useNoteText()
  return ({ reason, cause, image }) => {
    if (reason === null) return null
    if (locale === 'en' || cause === null) return sentence(reason, image)
    switch (cause.kind) {
      case 'waits':
        return t(cause.for)
      case 'ended':
        return endText(cause.end)
      case 'deploy':
        return noteText({ message: reason, note: cause.note })
    }
  }
}
