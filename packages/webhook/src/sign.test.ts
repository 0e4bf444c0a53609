import { expect, test } from 'vitest'
import { newSecret, signatureHeaders } from './sign.ts'

test('a message is signed as in the example of the specification', () => {
  const headers = signatureHeaders({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('each secret is another', () => {
  expect(newSecret()).not.toBe(newSecret())
  expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
})
