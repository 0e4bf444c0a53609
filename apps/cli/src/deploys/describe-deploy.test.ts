import type { DeployView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { describeDeploy } from './describe-deploy.ts'

const deploy: DeployView = {
  id: 'dep_a',
  app: 'hello',
  release: 3,
  image: 'acme/hello:1',
  state: 'succeeded',
  reason: null,
  canceledBy: null,
  lastLines: [],
  end: null,
  steps: [],
  by: 'a@b.test',
  createdAt: new Date(),
  endedAt: null,
}

test('a deploy that came through means that the app runs', () => {
  expect(describeDeploy(deploy, { url: 'http://hello.test', state: 'running' })).toEqual({
    app: 'hello',
    release: 3,
    state: 'running',
    url: 'http://hello.test',
  })
})

test('one that did not says why', () => {
  const failed = { ...deploy, state: 'failed', reason: 'exited with code 3' } as const
  expect(describeDeploy(failed, { url: null, state: 'failed' })).toMatchObject({
    state: 'failed',
    reason: 'exited with code 3',
  })
})

test('one that leaves no instance does not say that it runs', () => {
  expect(describeDeploy(deploy, { url: null, state: 'scaled-to-zero' }).state).toBe('scaled-to-zero')
})

test('one whose program is over already says so', () => {
  const result = describeDeploy(deploy, { url: null, state: 'ended' })
  expect(result.state).toBe('ended')
  expect(result.reason).toBeUndefined()
})

test('an app of which no release ever worked has no address, one that runs on with an older one has', () => {
  const failed = { ...deploy, state: 'failed', reason: 'exited with code 3' } as const
  expect(describeDeploy(failed, { url: 'http://hello.test', state: 'failed' }).url).toBeNull()
  expect(describeDeploy(failed, { url: 'http://hello.test', state: 'running' }).url).toBe('http://hello.test')
})
