import { expect, test } from 'vitest'
import { skopeoPush } from './skopeo-push.ts'

test('on localhost skopeo is told that there is no TLS', () => {
  expect(skopeoPush('localhost:7070', 'main')).toBe(
    'skopeo copy --dest-tls-verify=false docker-archive:hello.tar docker://localhost:7070/main/hello:1',
  )
})

test('elsewhere it insists on TLS', () => {
  expect(skopeoPush('berth.example.com', 'main')).toBe(
    'skopeo copy docker-archive:hello.tar docker://berth.example.com/main/hello:1',
  )
})
