import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createMailer, mailText } from '@berth/mail'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'

const received: { from: string; to: string[]; source: string }[] = []
const server = new SMTPServer({
  allowInsecureAuth: true,
  authOptional: false,
  onAuth: ({ username, password }, _session, answer) =>
    username === 'berth' && password === 'let me in'
      ? answer(null, { user: username })
      : answer(new Error('wrong password')),
  onData: (stream, { envelope }, done) => {
    void text(stream).then((source) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      received.push({ from, to: envelope.rcptTo.map(({ address }) => address), source })
      done()
    })
  },
  disabledCommands: ['STARTTLS'],
})
let port = 0

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  port = (server.server.address() as AddressInfo).port
})

afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const from = 'Berth <berth@example.test>'
const invitation = mailText(
  { kind: 'invitation', tenant: 'main', by: 'ada@example.test', link: 'http://localhost/invite/abc' },
  'zh-CN',
)

test('an invitation reaches its receiver by SMTP, with its link', async () => {
  const mailer = createMailer({ url: `smtp://berth:let%20me%20in@127.0.0.1:${port}`, from })
  await mailer.send('bob@example.test', invitation)
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ from: 'berth@example.test', to: ['bob@example.test'] })
  const body = received[0]?.source.split('\r\n\r\n').slice(1).join('') ?? ''
  expect(Buffer.from(body, 'base64').toString()).toContain('http://localhost/invite/abc')
})

test('an address cannot smuggle in another receiver', async () => {
  const mailer = createMailer({ url: `smtp://berth:let%20me%20in@127.0.0.1:${port}`, from })
  await mailer.send('eve@example.test, mallory@example.test', invitation).catch(() => undefined)
  expect(received.flatMap(({ to }) => to)).not.toContain('mallory@example.test')
})

test('a server that refuses is a clear error', async () => {
  const mailer = createMailer({ url: `smtp://berth:wrong@127.0.0.1:${port}`, from })
  await expect(mailer.send('bob@example.test', invitation)).rejects.toMatchObject({ code: 'mail.failed' })
})
