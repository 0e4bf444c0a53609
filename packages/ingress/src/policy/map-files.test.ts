import { type DoorDomain, type DoorRoute, type DoorSite, Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { policyMaps } from './map-files.ts'

const domain: DoorDomain = {
  ...{ host: 'a.example', redirectTo: null, certificate: null, forceHttps: true, hsts: false },
  challenge: null,
}
const certificate = { name: 'crt_a', pem: new Secret('') }

function maps(change: Partial<DoorSite>, tlsPort?: number) {
  const site = { id: 'app_a', domains: [], redirects: [], guard: null, maintenance: null, ...change }
  const route: DoorRoute = { host: 'hello.test', servers: [], empty: 'stopped', site }
  const entries = [...policyMaps([route], tlsPort)].map(([file, map]) => [file, Object.fromEntries(map)])
  return Object.fromEntries(entries) as Record<string, Record<string, string>>
}

test('an app with rules is found by its own host and by its domains, one without by those that lead elsewhere', () => {
  const redirects = [{ from: '/a', to: '/b', status: 301 as const }]
  const all = { 'hello.test': 'app_a', 'a.example': 'app_a' }
  expect(maps({ domains: [domain], redirects })['sites.map']).toEqual(all)
  expect(maps({ domains: [domain], guard: { salt: 'AA==', proofs: [] } })['sites.map']).toEqual(all)
  expect(maps({ domains: [domain], maintenance: { message: 'x', allow: [] } })['sites.map']).toEqual(all)
  const moved = { ...domain, host: 'b.example', redirectTo: 'a.example' }
  const asked = { ...domain, host: 'c.example', challenge: { token: 't', answer: 't.x' } }
  expect(maps({ domains: [domain, moved, asked] })['sites.map']).toEqual({
    'b.example': 'app_a',
    'c.example': 'app_a',
  })
})

test('visitors are sent to https only where there is a certificate, and a door with TLS', () => {
  const secure = { ...domain, certificate }
  expect(maps({ domains: [domain] }, 443)['https.map']).toEqual({})
  expect(maps({ domains: [secure] })['https.map']).toEqual({})
  expect(maps({ domains: [{ ...secure, hsts: true }] }, 443)['https.map']).toEqual({ 'a.example': 'hsts' })
  const moved = { ...domain, host: 'b.example', redirectTo: 'a.example' }
  expect(maps({ domains: [secure, moved] }, 443)['moved.map']).toEqual({ 'b.example': 'https://a.example' })
  expect(maps({ domains: [secure, moved] }, 8443)['moved.map']).toEqual({
    'b.example': 'https://a.example:8443',
  })
  expect(maps({ domains: [secure, moved] })['moved.map']).toEqual({ 'b.example': 'a.example' })
})

test('a redirect says how many segments it takes the place of', () => {
  const redirects = [
    { from: '/', to: '/new', status: 301 as const },
    { from: '/a/b/', to: 'https://x.example/', status: 308 as const },
  ]
  expect(maps({ redirects })['redirects.map']).toEqual({
    'app_a/': '0|301|path|/new',
    'app_a/a/b/': '2|308|address|https://x.example',
  })
})

test('a message is HTML in which nothing of the owner is markup, in one word', () => {
  const entry = maps({ maintenance: { message: `<b>"a" & b</b>; x\ny`, allow: ['10.0.0.1'] } })[
    'maintenance.map'
  ]
  expect(decodeURIComponent(entry?.['app_a'] ?? '')).toBe(
    '&#60;b&#62;&#34;a&#34; &#38; b&#60;/b&#62;; x<br>y',
  )
  expect(entry?.['app_a']).toMatch(/^[A-Za-z0-9%._~-]+$/)
  expect(entry?.['app_a|10.0.0.1']).toBe('1')
})

test.each([
  [{ domains: [{ ...domain, host: 'a b' }] }],
  [{ domains: [{ ...domain, host: 'a.example\nx y' }] }],
  [{ domains: [{ ...domain, redirectTo: 'x;y' }] }],
  [{ domains: [{ ...domain, challenge: { token: 'a/b', answer: 'x' } }] }],
  [{ domains: [{ ...domain, challenge: { token: 'a', answer: 'x y' } }] }],
  [{ domains: [{ ...domain, certificate: { ...certificate, name: '../x' } }] }],
  [{ redirects: [{ from: '/a b', to: '/', status: 301 as const }] }],
  [{ redirects: [{ from: '/a', to: 'javascript:x', status: 301 as const }] }],
  [{ redirects: [{ from: '/1/2/3/4/5/6/7', to: '/', status: 301 as const }] }],
  [{ guard: { salt: 'a b', proofs: [] } }],
  [{ id: 'a|b' }],
])('what could be more than an entry is refused: %j', (change) => {
  expect(() => maps(change)).toThrow("cannot be a part of the door's configuration")
})
