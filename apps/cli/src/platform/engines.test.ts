import { expect, test } from 'vitest'
import { externalRedis } from './engines.ts'

test.each([
  ['redis://admin:secret@redis.local:6380/2', 'redis://redis.local:6380/2'],
  ['unix:///run/redis.sock?username=admin&password=secret&db=1', 'unix:///run/redis.sock?db=1'],
])("a node is not given the platform's own user: %s", (url, expected) => {
  expect(externalRedis(url)).toEqual({ control: url, web: url, agent: expected })
})
