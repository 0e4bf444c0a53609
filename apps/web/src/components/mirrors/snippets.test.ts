import { expect, test } from 'vitest'
import { mirrorSnippets } from './snippets.ts'

const hub = { prefix: 'hub', namespaces: ['docker.io', 'index.docker.io'] }

test('each client is told the host, the path and the namespace', () => {
  const snippets = mirrorSnippets(hub, { host: 'berth.example', isPlain: false })
  expect(snippets.pull).toBe('docker pull berth.example/mirror/hub/library/alpine:3')
  expect(snippets.deploy).toBe('berth deploy app --image docker.io/library/alpine:3')
  expect(snippets.containerd?.file).toBe('/etc/containerd/certs.d/docker.io/hosts.toml')
  expect(snippets.containerd?.text).toContain('[host."https://berth.example"]')
  expect(snippets.podman).toContain('location = "berth.example/mirror/hub"')
  expect(snippets.podman).not.toContain('insecure')
})

test('without TLS every client is told so', () => {
  const snippets = mirrorSnippets(hub, { host: 'berth.lan:7070', isPlain: true })
  expect(snippets.docker).toContain('"insecure-registries"')
  expect(snippets.containerd?.text).toContain('http://berth.lan:7070')
  expect(snippets.podman).toContain('insecure = true')
})

test('docker needs nothing on localhost', () => {
  expect(mirrorSnippets(hub, { host: 'localhost:7070', isPlain: true }).docker).toBeNull()
})

test('a mirror without a namespace is pulled by its path only', () => {
  const snippets = mirrorSnippets({ prefix: 'own', namespaces: [] }, { host: 'h', isPlain: false })
  expect([snippets.containerd, snippets.podman]).toEqual([null, null])
  expect(snippets.deploy).toBe('berth deploy app --image mirror/own/team/image:1')
})
