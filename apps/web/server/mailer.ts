import type { AuthMail } from '@berth/auth'
import type { CourseMailer } from '@berth/course'
import type { Logger } from '@berth/log'
import { createMailer, mailText } from '@berth/mail'
import type { NoticeMailer } from '@berth/sandbox'

type Mail = AuthMail | Parameters<CourseMailer>[2] | Parameters<NoticeMailer>[2]

/** Sends beside the request; what fails is logged, and the link can still be copied. */
export function createPlatformMailer(options: { url: string; from: string; log: Logger }) {
  const mailer = createMailer(options)
  return (to: string, locale: string | null, mail: Mail): void => {
    const message = mailText(mail, locale === 'zh-CN' ? 'zh-CN' : 'en')
    mailer
      .send(to, message)
      .catch((error: unknown) => options.log.error({ err: error, kind: mail.kind }, 'mail'))
  }
}
