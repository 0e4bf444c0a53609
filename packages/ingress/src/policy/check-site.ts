import { isIP } from 'node:net'
import { BerthError, type DoorOwn, type DoorSite } from '@berth/core'
import { depthOf, MAX_DEPTH } from './redirect-entries.ts'

const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/
const ID = /^[a-z0-9_]{1,64}$/
const PATH = /^\/[A-Za-z0-9._~%/+,:=@-]*$/
const TARGET = /^(?:https?:\/\/[a-z0-9.-]+(?::\d{1,5})?)?(?:\/[A-Za-z0-9._~%/+,:=@-]*)?$/
const TOKEN = /^[A-Za-z0-9_-]{1,200}$/
const ANSWER = /^[A-Za-z0-9_.-]{1,400}$/
const SALT = /^[A-Za-z0-9+/=]{1,100}$/
const PROOF = /^[0-9A-F]{64}$/
const CERTIFICATE = /^[a-z0-9_]{1,64}$/
/** One line of the command socket: no space, no `;`, no `\`, nothing that opens a comment or a payload. */
const SAFE = /^[\x21\x24-\x3a\x3d-\x5b\x5d-\x7e]+$/

/** Everything that an owner chose passes here before it is a part of the door: see `checkRoute`. */
export function checkSite(site: DoorSite): void {
  expect(ID, site.id, 'id')
  for (const { host, redirectTo, certificate, challenge } of site.domains) {
    expect(HOST, host, 'host')
    if (redirectTo !== null) expect(HOST, redirectTo, 'host')
    if (certificate) expect(CERTIFICATE, certificate.name, 'certificate')
    if (challenge) {
      expect(TOKEN, challenge.token, 'token')
      expect(ANSWER, challenge.answer, 'answer')
    }
  }
  for (const { from, to } of site.redirects) {
    expect(PATH, from, 'path')
    expect(TARGET, to, 'target')
    if (depthOf(from) > MAX_DEPTH) throw refused('path', from)
  }
  if (site.guard) {
    expect(SALT, site.guard.salt, 'salt')
    for (const proof of site.guard.proofs) expect(PROOF, proof, 'proof')
  }
  for (const address of site.maintenance?.allow ?? [])
    if (isIP(address) === 0) throw refused('address', address)
}

/** Names of the platform's own hold names of apps and tenants, and what an authority said. */
export function checkOwn({ certificates, challenges, secure }: DoorOwn): void {
  for (const host of secure) expect(HOST, host, 'host')
  for (const { name, host } of certificates) {
    expect(HOST, host, 'host')
    expect(CERTIFICATE, name, 'certificate')
  }
  for (const { host, token, answer } of challenges) {
    expect(HOST, host, 'host')
    expect(TOKEN, token, 'token')
    expect(ANSWER, answer, 'answer')
  }
}

/** The last look, at what is written: whatever it was made of, it is one key and one value. */
export function checkEntry(key: string, value: string): void {
  expect(SAFE, key, 'key')
  expect(SAFE, value, 'value')
}

function expect(grammar: RegExp, text: string, what: string): void {
  if (!grammar.test(text)) throw refused(what, text)
}

function refused(what: string, text: string): BerthError {
  return new BerthError('input.invalid', `${what} "${text}" cannot be a part of the door's configuration`)
}
