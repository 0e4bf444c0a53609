'use client'

import type { BuildFailure, EventView } from '@berth/protocol'
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
  'app.crash_loop',
  'app.out_of_memory',
  'app.slept',
  'app.woken',
  'build.queued',
  'build.started',
  'build.succeeded',
  'build.canceled',
  'course.archived',
  'deploy.queued',
  'deploy.failed',
  'deploy.superseded',
  'deploy.canceled',
  'container.started',
  'container.lost',
  'container.memory',
  'container.pids',
  'container.filling',
  'container.full',
  'domain.added',
  'domain.removed',
  'domain.secured',
  'domain.failed',
  'domain.lost',
  'door.redirects_changed',
  'door.users_changed',
  'door.maintenance_on',
  'door.maintenance_off',
  'job.started',
  'job.ended',
  'lab.deleted',
  'lab.failed',
  'lab.ready',
  'lab.saved',
  'node.filling',
  'node.full',
  'project.env_changed',
  'project.secrets_changed',
  'volume.created',
  'volume.resized',
  'volume.snapshot_asked',
  'volume.snapshot',
  'volume.exported',
  'volume.scheduled',
  'volume.snapshot_missed',
  'volume.import_begun',
  'volume.imported',
  'volume.snapshot_deleted',
  'volume.restore_asked',
  'volume.restored',
  'volume.backup_asked',
  'volume.backed_up',
  'volume.backup_failed',
  'volume.backups_scheduled',
  'volume.backup_restore_asked',
  'volume.backup_arrived',
  'volume.backup_restore_failed',
  'volume.backup_removed',
  'volume.filling',
  'volume.full',
  'volume.deleted',
  'volume.undeleted',
  'images.quota_warning',
  'images.quota_exceeded',
  'images.retention',
  'images.content_missing',
] as const

/** Whose sentences are translated; of another kind the server's own words are shown. */
const BUILD_FAILURES = [
  ...(['source', 'syntax', 'no-recipe', 'base', 'step', 'memory', 'processes', 'disk', 'time'] as const),
  ...(['push', 'deploy', 'canceled', 'node', 'platform'] as const),
] satisfies BuildFailure['kind'][]

/** What happened, in the visitor's language: English is the server's own sentence, others go by type and data. */
export function useEventText(): (event: EventView) => string {
  const t = useTranslations('event')
  const locale = useLocale()
  const endText = useEndText()
  const failureText = useTranslations('builds.failure')
  return (event) => {
    if (locale === 'en') return eventSentence(event)
    const end = readEnd(event.data['end'])
    if (end !== null) return t('ended', { app: event.app ?? '', reason: endText(end) })
    if (event.type === 'build.failed') {
      const failure = BUILD_FAILURES.find((kind) => kind === event.data['failure'])
      const said = typeof event.data['reason'] === 'string' ? event.data['reason'] : ''
      const reason = failure ? failureText(failure) : said
      return t('build.failed', { app: event.app ?? '', reason })
    }
    const type = TRANSLATED.find((one) => one === event.type)
    return type ? t(type, eventValues(event)) : eventSentence(event)
  }
}
