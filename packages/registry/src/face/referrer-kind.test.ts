import { expect, test } from 'vitest'
import { FALLBACK_TAG, fallbackTag, referrerKind } from './referrer-kind.ts'

const HEX = 'a'.repeat(64)

test.each([
  [`sha256-${HEX}`, true],
  [`sha256-${HEX}.sig`, true],
  [`sha512-${HEX}${HEX}.att`, true],
  [`sha256-${HEX}b`, false],
  ['sha256-of-something', false],
  [`v1-sha256-${HEX}`, false],
])('%s stands for a referrer: %s', (tag, expected) => {
  expect(new RegExp(FALLBACK_TAG).test(tag)).toBe(expected)
})

test('a digest and its tag', () => {
  expect(fallbackTag(`sha256:${HEX}`)).toBe(`sha256-${HEX}`)
})

test.each([
  ['application/vnd.dev.cosign.artifact.sig.v1+json', null, 'signature'],
  ['application/vnd.cncf.notary.signature', null, 'signature'],
  ['application/spdx+json', null, 'sbom'],
  ['application/vnd.cyclonedx+json', null, 'sbom'],
  ['application/vnd.in-toto+json', null, 'attestation'],
  ['application/vnd.oci.image.config.v1+json', `sha256-${HEX}.sig`, 'signature'],
  ['application/x-of-mine', `sha256-${HEX}.constructor`, 'artifact'],
  [null, null, 'artifact'],
])('%s at the tag %s is a %s', (type, tag, kind) => {
  expect(referrerKind(type, tag)).toBe(kind)
})
