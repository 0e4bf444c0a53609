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

test('a word that a shell would take apart is quoted', () => {
  expect(deployCommand({ ...EMPTY_FORM, name: "it's" })).toBe("berth deploy 'it'\\''s' --image IMAGE --wait")
})
