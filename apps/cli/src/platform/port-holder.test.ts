import { expect, test } from 'vitest'
import { parseListeners } from './port-holder.ts'

test('whoever holds a port is named with its pids', () => {
  const text = `LISTEN 0 4096 127.0.0.1:7070 0.0.0.0:* users:(("haproxy",pid=12,fd=5),("haproxy",pid=10,fd=5))
LISTEN 0 4096 [::1]:7070 [::]:* users:(("haproxy",pid=12,fd=6))`
  expect(parseListeners(text)).toEqual({ name: 'haproxy (pid 12, 10)', pids: [12, 10] })
})

test('a free port has no holder', () => {
  expect(parseListeners('\n')).toBeUndefined()
})
