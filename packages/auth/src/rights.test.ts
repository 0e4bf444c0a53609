import { ROLE_PERMISSIONS } from '@berth/core'
import { expect, test } from 'vitest'
import { decide, grantable, heldPermissions } from './rights.ts'

test('a person may what the role allows', () => {
  expect(decide({ permission: 'app:deploy', role: 'developer', token: null })).toBe('allowed')
  expect(decide({ permission: 'app:deploy', role: 'viewer', token: null })).toBe('role')
})

test('a token cuts the role, and the role cuts the token', () => {
  const token = { kind: 'pat', scopes: ['app:read', 'app:deploy'] } as const
  expect(decide({ permission: 'app:deploy', role: 'owner', token })).toBe('allowed')
  expect(decide({ permission: 'app:destroy', role: 'owner', token })).toBe('scope')
  // its owner was made a viewer after it was given app:deploy
  expect(decide({ permission: 'app:deploy', role: 'viewer', token })).toBe('role')
  expect(heldPermissions('viewer', token)).toEqual(['app:read'])
})

test('a service token never hands out rights, whatever its scopes say', () => {
  const token = {
    kind: 'svc',
    scopes: ['token:manage', 'member:manage', 'tenant:manage', 'app:deploy'],
  } as const
  expect(heldPermissions(null, token)).toEqual(['app:deploy'])
})

test('what can be put into a token depends on its kind', () => {
  const held = [...ROLE_PERMISSIONS.owner]
  expect(grantable('pat', held)).toEqual(held)
  expect(grantable('svc', held)).not.toContain('token:manage')
  expect(grantable('dpl', held).toSorted()).toEqual([
    'app:deploy',
    'app:read',
    'registry:pull',
    'registry:push',
  ])
  expect(grantable('dpl', ['app:read'])).toEqual(['app:read'])
})

test("no role reaches the platform's administration", () => {
  for (const permissions of Object.values(ROLE_PERMISSIONS))
    expect(permissions).not.toContain('platform:admin')
})
