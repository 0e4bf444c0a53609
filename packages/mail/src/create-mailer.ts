import { BerthError } from '@berth/core'
import { createTransport } from 'nodemailer'
import type { Message } from './texts.ts'

/** Sends one message. Error: mail.failed. */
export type Mailer = { send(to: string, message: Message): Promise<void> }

const TIMEOUT_MS = 10_000

/** By SMTP: `smtp://user:password@host:587` or `smtps://…`; `from` is what receivers see. */
export function createMailer(options: { url: string; from: string }): Mailer {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  // Nothing of a message may name a file or an address to read.
  const guards = { disableFileAccess: true, disableUrlAccess: true }
  const transport = createTransport({ url: options.url, ...timeouts, ...guards })
  return {
    send: async (to, { subject, text }) => {
      try {
        await transport.sendMail({ from: options.from, to: { name: '', address: to }, subject, text })
      } catch (cause) {
        throw new BerthError('mail.failed', `the mail to ${to} could not be sent: look at BERTH_SMTP_URL`, {
          cause,
        })
      }
    },
  }
}
