import type { Courses } from '@berth/course'
import type { Logger } from '@berth/log'

const EVERY_MS = 60_000

/** Mails what waited for its tenant's share of the hour; several web processes do so one after the other. */
export function startInvitationMail(courses: Pick<Courses, 'mailWaiting'>, log: Logger): { stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const run = async () => {
    try {
      await courses.mailWaiting()
    } catch (error) {
      log.warn({ err: error }, 'invitations that wait could not be mailed')
    }
    if (!stopped) timer = setTimeout(() => void run(), EVERY_MS)
  }
  void run()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
