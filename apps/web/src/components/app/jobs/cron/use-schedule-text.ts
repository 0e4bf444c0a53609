'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { scheduleWords } from './schedule-words.ts'

/** A schedule in the visitor's language; null for one that only its own writing says well. */
export function useScheduleText(): (schedule: string) => string | null {
  const t = useTranslations('jobs.every')
  const format = useFormatter()
  return (schedule) => {
    const words = scheduleWords(schedule)
    switch (words?.kind) {
      case undefined:
        return null
      case 'week': {
        // the first of January 2023 was a Sunday
        const date = new Date(Date.UTC(2023, 0, 1 + words.day))
        return t('week', {
          day: format.dateTime(date, { weekday: 'long', timeZone: 'UTC' }),
          time: words.time,
        })
      }
      case 'year': {
        // a leap year, so that every date is there
        const date = new Date(Date.UTC(2024, words.month - 1, words.date))
        const day = format.dateTime(date, { month: 'long', day: 'numeric', timeZone: 'UTC' })
        return t('year', { day, time: words.time })
      }
      case 'hour':
      case 'hours':
        return t(words.kind, { ...words, minute: String(words.minute).padStart(2, '0') })
      case 'minute':
      case 'minutes':
      case 'day':
      case 'workdays':
      case 'month':
        return t(words.kind, words)
    }
  }
}
