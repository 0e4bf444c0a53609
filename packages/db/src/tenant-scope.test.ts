import { expect, test } from 'vitest'
import { scopeArgs } from './tenant-scope.ts'

const scope = (model: 'App' | 'Release' | 'Repository' | 'User', operation: string, args: object) =>
  scopeArgs({ model, operation, args, tenantId: 'ten_a' })
const forbidden = expect.objectContaining({ code: 'auth.forbidden' })

test("the tenant is one more condition, which the caller's own cannot lift", () => {
  expect(scope('App', 'findMany', { where: { OR: [{ tenantId: 'ten_b' }, {}] } })).toEqual({
    where: { OR: [{ tenantId: 'ten_b' }, {}], AND: [{ tenantId: 'ten_a' }] },
  })
  expect(scope('App', 'findUnique', { where: { id: 'x', AND: { name: 'y' } } })).toEqual({
    where: { id: 'x', AND: [{ name: 'y' }, { tenantId: 'ten_a' }] },
  })
})

test('what belongs to an app belongs to its tenant', () => {
  expect(scope('Release', 'deleteMany', {})).toEqual({ where: { AND: [{ app: { tenantId: 'ten_a' } }] } })
})

test('public repositories are read by everybody and written by nobody else', () => {
  expect(scope('Repository', 'findFirst', {})).toEqual({
    where: { AND: [{ OR: [{ tenantId: 'ten_a' }, { public: true }] }] },
  })
  expect(scope('Repository', 'updateMany', { data: { public: false } })).toMatchObject({
    where: { AND: [{ tenantId: 'ten_a' }] },
  })
})

test("a new row becomes this tenant's, and none is moved to another", () => {
  expect(scope('App', 'createMany', { data: [{ id: 'x' }] })).toEqual({
    data: [{ id: 'x', tenantId: 'ten_a' }],
  })
  expect(() => scope('App', 'create', { data: { id: 'x', tenantId: 'ten_b' } })).toThrow(forbidden)
  expect(() => scope('App', 'update', { where: { id: 'x' }, data: { tenantId: 'ten_b' } })).toThrow(forbidden)
})

test('nested writes, whose conditions cannot be narrowed, are refused; a JSON column may hold the same words', () => {
  expect(() => scope('App', 'update', { data: { project: { connect: { id: 'other' } } } })).toThrow(forbidden)
  expect(() => scope('Release', 'create', { data: { id: 'x', env: { connect: 'sealed' } } })).not.toThrow()
})

test('what belongs to the platform, and operations that nobody thought of, are refused', () => {
  expect(() => scope('User', 'findMany', {})).toThrow(forbidden)
  expect(() => scope('App', 'findRaw', {})).toThrow(forbidden)
})
