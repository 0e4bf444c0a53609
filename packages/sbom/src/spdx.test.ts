import { expect, test } from 'vitest'
import { packageUrl, toSpdx } from './spdx.ts'

const debian = { id: 'debian', version: '12' }
const image = {
  repository: 'acme/web',
  digest: `sha256:${'a'.repeat(64)}`,
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
  inventory: { distribution: debian, packages: [{ type: 'deb', name: 'openssl', version: '3.0.11' }] },
  url: 'https://berth.example',
} as const

test('the same image makes the same document', () => {
  expect(toSpdx(image)).toBe(toSpdx(image))
})

test('the document has what SPDX 2.3 asks for', () => {
  const document = JSON.parse(toSpdx(image))
  expect(document).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    creationInfo: { created: '2026-01-02T03:04:05Z' },
  })
  expect(document.packages.map(({ name }: { name: string }) => name)).toEqual(['acme/web', 'openssl'])
  expect(document.relationships).toEqual([
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-Image' },
    { spdxElementId: 'SPDXRef-Image', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-Package-1' },
  ])
})

test('package URLs', () => {
  expect(packageUrl({ type: 'deb', name: 'libc++', version: '1:2+b1' }, debian)).toBe(
    'pkg:deb/debian/libc%2B%2B@1%3A2%2Bb1?distro=debian-12',
  )
  expect(packageUrl({ type: 'npm', name: '@s/a', version: '1.0.0' }, null)).toBe('pkg:npm/%40s/a@1.0.0')
  expect(packageUrl({ type: 'pypi', name: 'six', version: '1.16.0' }, debian)).toBe('pkg:pypi/six@1.16.0')
  expect(packageUrl({ type: 'apk', name: 'musl', version: '1.2.5-r0' }, null)).toBe(
    'pkg:apk/alpine/musl@1.2.5-r0',
  )
})
