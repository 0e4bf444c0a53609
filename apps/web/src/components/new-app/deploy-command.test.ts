import { expect, test } from 'vitest'
import { deployCommand } from './deploy-command.ts'
import { EMPTY_FORM } from './new-app-form.ts'

test('an empty form shows where name and image go', () => {
  expect(deployCommand(EMPTY_FORM)).toBe('berth deploy APP --image IMAGE --wait')
})

test('only what differs from the usual is said, and no value of the environment', () => {
  const form = {
    ...EMPTY_FORM,
    name: 'hello',
    image: 'hello:1',
    port: '8080',
    env: 'TOKEN=secret',
    limits: { ...EMPTY_FORM.limits, memory: '64M' },
  }
  expect(deployCommand(form)).toBe(
    'berth deploy hello --image hello:1 --port 8080 --env TOKEN=… --memory 64M --wait',
  )
})

test('how it runs is said by the options of the command line, the command last', () => {
  const run = {
    ...EMPTY_FORM.run,
    ...{ command: "sh -c 'a b'", check: 'command' as const, checkCommand: 'test -e /up', readOnly: true },
    ...{ tmpfs: '/tmp:1M /run:2M', stopSeconds: '5', drainSeconds: '60' },
  }
  expect(deployCommand({ ...EMPTY_FORM, name: 'a', image: 'b', run })).toBe(
    "berth deploy a --image b --health-cmd 'test -e /up' --read-only --tmpfs /tmp:1M --tmpfs /run:2M " +
      "--stop-timeout 5 --drain-timeout 60 --wait -- sh -c 'a b'",
  )
})

test('a word that a shell would take apart is quoted', () => {
  expect(deployCommand({ ...EMPTY_FORM, name: "it's" })).toBe("berth deploy 'it'\\''s' --image IMAGE --wait")
})
