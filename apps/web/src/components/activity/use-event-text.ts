'use client'

import type { EventView } from '@berth/protocol'
import { useLocale, useTranslations } from 'next-intl'
import { readEnd } from '../../format/read-end.ts'
import { useEndText } from '../../format/use-end-text.ts'
import { eventSentence } from './event-sentence.ts'
import { eventValues } from './event-values.ts'

const TRANSLATED = [
  'app.created',
  'app.deployed',
  'app.stopped',
  'app.started',
  'app.restarted',
  'app.paused',
  'app.unpaused',
  'app.destroyed',
  'build.queued',
  'build.started',
  'build.succeeded',
  'build.failed',
  'build.canceled',
  'deploy.queued',
  'deploy.failed',
  'deploy.superseded',
  'container.started',
  'container.lost',
  'container.memory',
  'container.pids',
  'images.quota_warning',
  'images.quota_exceeded',
  'images.retention',
  'images.content_missing',
] as const

/** What happened, in the visitor's language: English is the server's own sentence, others go by type and data. */
export function useEventText(): (event: EventView) => string {
  const t = useTranslations('event')
  const locale = useLocale()
  const endText = useEndText()
  return (event) => {
    if (locale === 'en') return eventSentence(event)
    const end = readEnd(event.data['end'])
    if (end !== null) return t('ended', { app: event.app ?? '', reason: endText(end) })
    const type = TRANSLATED.find((one) => one === event.type)
    return type ? t(type, eventValues(event)) : eventSentence(event)
  }
}
