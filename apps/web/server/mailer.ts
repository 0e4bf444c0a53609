import type { AuthMailer } from '@berth/auth'
import type { Logger } from '@berth/log'
import { createMailer, mailText } from '@berth/mail'

/** Sends beside the request; what fails is logged, and the link can still be copied. */
export function createAuthMailer(options: { url: string; from: string; log: Logger }): AuthMailer {
  const mailer = createMailer(options)
  return (to, locale, mail) => {
    const message = mailText(mail, locale === 'zh-CN' ? 'zh-CN' : 'en')
    mailer
      .send(to, message)
      .catch((error: unknown) => options.log.error({ err: error, kind: mail.kind }, 'mail'))
  }
}
