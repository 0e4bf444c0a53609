import { expect, test } from 'vitest'
import { mailText } from './texts.ts'

const link = 'http://localhost:7070/invite/abc'

test('an invitation names who invites, where to, and the link, in both languages', () => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const { subject, text } = mailText({ kind: 'invitation', tenant: 'acme', by: 'a@b.c', link }, locale)
    expect(subject).toContain('acme')
    expect(text).toContain(`\n${link}\n`)
    expect(text).toContain('a@b.c')
  }
})

test('an invitation to no tenant is one to the platform', () => {
  expect(mailText({ kind: 'invitation', tenant: null, by: 'a@b.c', link }, 'en').subject).toBe(
    'You are invited to Berth',
  )
})

test('a deletion says what goes, and when', () => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const at = new Date('2026-01-02T03:04:59Z')
    const { subject, text } = mailText({ kind: 'deletion', lab: 'First steps', at, link }, locale)
    expect(subject).toContain('First steps')
    expect(text).toContain('2026-01-02 03:04 UTC')
    expect(text).toContain(`\n${link}\n`)
  }
})

test('a reset carries its link', () => {
  expect(mailText({ kind: 'reset', link }, 'zh-CN').text).toContain(link)
})
