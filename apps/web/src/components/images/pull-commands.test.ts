import { expect, test } from 'vitest'
import { pullCommands } from './pull-commands.ts'

test('on localhost podman and skopeo are told that there is no TLS', () => {
  expect(pullCommands('localhost:7070/acme/hello:1')).toEqual({
    docker: 'docker pull localhost:7070/acme/hello:1',
    podman: 'podman pull --tls-verify=false localhost:7070/acme/hello:1',
    skopeo: 'skopeo copy --src-tls-verify=false docker://localhost:7070/acme/hello:1 oci-archive:hello-1.tar',
  })
})

test('elsewhere they need no flag', () => {
  expect(pullCommands('berth.example/acme/hello:1').podman).toBe('podman pull berth.example/acme/hello:1')
})
